package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.protocol.Arguments;

/**
 * The listeners of one socket. Most sockets have few, so lists are created with their
 * first entry. Methods may be called from any thread.
 */
final class SocketListeners {

	private final EventListeners<ClientEventListener> events = new EventListeners<>();

	private volatile List<CatchAllListener> any = List.of();

	private volatile List<OutgoingListener> outgoing = List.of();

	private volatile List<SocketMiddleware> middlewares = List.of();

	private volatile List<DisconnectListener> disconnecting = List.of();

	private volatile List<DisconnectListener> disconnect = List.of();

	private volatile List<ErrorListener> errors = List.of();

	EventListeners<ClientEventListener> events() {
		return this.events;
	}

	void once(String event, ClientEventListener listener) {
		this.events.add(event, new Once(event, listener));
	}

	synchronized void addAny(CatchAllListener listener, boolean first) {
		this.any = with(this.any, listener, first);
	}

	synchronized void removeAny(CatchAllListener listener) {
		this.any = without(this.any, listener);
	}

	List<CatchAllListener> any() {
		return this.any;
	}

	synchronized void addOutgoing(OutgoingListener listener, boolean first) {
		this.outgoing = with(this.outgoing, listener, first);
	}

	synchronized void removeOutgoing(OutgoingListener listener) {
		this.outgoing = without(this.outgoing, listener);
	}

	List<OutgoingListener> outgoing() {
		return this.outgoing;
	}

	synchronized void addMiddleware(SocketMiddleware middleware) {
		this.middlewares = with(this.middlewares, middleware, false);
	}

	List<SocketMiddleware> middlewares() {
		return this.middlewares;
	}

	synchronized void addDisconnecting(DisconnectListener listener) {
		this.disconnecting = with(this.disconnecting, listener, false);
	}

	List<DisconnectListener> disconnecting() {
		return this.disconnecting;
	}

	synchronized void addDisconnect(DisconnectListener listener) {
		this.disconnect = with(this.disconnect, listener, false);
	}

	List<DisconnectListener> disconnect() {
		return this.disconnect;
	}

	synchronized void addError(ErrorListener listener) {
		this.errors = with(this.errors, listener, false);
	}

	List<ErrorListener> errors() {
		return this.errors;
	}

	private static <T> List<T> with(List<T> list, T element, boolean first) {
		List<T> copy = new ArrayList<>(list.size() + 1);
		copy.addAll(list);
		copy.add(first ? 0 : copy.size(), element);
		return copy;
	}

	private static <T> List<T> without(List<T> list, T element) {
		List<T> copy = new ArrayList<>(list);
		copy.remove(element);
		return copy;
	}

	/** Removes itself before it is called. */
	private final class Once implements ClientEventListener, EventListeners.Wrapper {

		private final String event;

		private final ClientEventListener listener;

		Once(String event, ClientEventListener listener) {
			this.event = event;
			this.listener = listener;
		}

		@Override
		public ClientEventListener listener() {
			return this.listener;
		}

		@Override
		public void onEvent(Arguments args, Ack ack) throws Exception {
			// events of a socket are dispatched one after the other
			SocketListeners.this.events.remove(this.event, this);
			this.listener.onEvent(args, ack);
		}

	}

}
