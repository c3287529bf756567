package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.socketio.protocol.Arguments;

/**
 * The listeners of one socket. Most sockets have few, so lists come into being with their
 * first entry.
 */
final class SocketListeners {

	private final Map<String, List<EventListener>> events = new ConcurrentHashMap<>(4);

	private volatile List<CatchAllListener> any = List.of();

	private volatile List<OutgoingListener> outgoing = List.of();

	private volatile List<SocketMiddleware> middlewares = List.of();

	private volatile List<DisconnectListener> disconnecting = List.of();

	private volatile List<DisconnectListener> disconnect = List.of();

	private volatile List<Consumer<Throwable>> errors = List.of();

	void on(String event, EventListener listener) {
		this.events.compute(event, (key, present) -> {
			List<EventListener> list = (present != null) ? present : new CopyOnWriteArrayList<>();
			list.add(listener);
			return list;
		});
	}

	void once(String event, EventListener listener) {
		on(event, new Once(event, listener));
	}

	void off(String event, EventListener listener) {
		this.events.computeIfPresent(event, (key, list) -> {
			for (EventListener candidate : list) {
				if (candidate == listener || candidate instanceof Once once && once.listener == listener) {
					list.remove(candidate);
					break;
				}
			}
			return list.isEmpty() ? null : list;
		});
	}

	void off(String event) {
		this.events.remove(event);
	}

	List<EventListener> of(String event) {
		List<EventListener> list = this.events.get(event);
		return (list != null) ? list : List.of();
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

	synchronized void addError(Consumer<Throwable> listener) {
		this.errors = with(this.errors, listener, false);
	}

	List<Consumer<Throwable>> errors() {
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
	private final class Once implements EventListener {

		private final String event;

		private final EventListener listener;

		Once(String event, EventListener listener) {
			this.event = event;
			this.listener = listener;
		}

		@Override
		public void onEvent(Arguments args, Ack ack) throws Exception {
			off(this.event, this);
			this.listener.onEvent(args, ack);
		}

	}

}
