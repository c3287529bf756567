package dev.socketio.server;

import java.util.List;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.Printable;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.PacketType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the packets of a socket and calls its listeners. Touched by the owner of the
 * connection only.
 */
final class SocketInput {

	private static final Logger logger = LoggerFactory.getLogger(SocketInput.class);

	private final DefaultSocket socket;

	private final SocketListeners listeners;

	private final EventQueue queue;

	SocketInput(DefaultSocket socket, ClientConnection client) {
		this.socket = socket;
		this.listeners = socket.listeners();
		this.queue = new EventQueue(socket, client);
	}

	void receive(DecodedPacket packet) {
		if (packet.type() == PacketType.ACK) {
			this.socket.output().acknowledged(packet.ackId(), packet.arguments());
			return;
		}
		String event = packet.event();
		if (event != null) {
			Ack ack = packet.hasAckId() ? new DefaultAck(this.socket, packet.ackId()) : DefaultAck.NOT_REQUESTED;
			for (CatchAllListener listener : this.listeners.any()) {
				ApplicationCode.run(() -> listener.onEvent(event, packet.arguments(), ack),
						(error) -> listenerFailed(event, error));
			}
			this.queue.add(event, packet.arguments(), ack, this.listeners.middlewares());
		}
	}

	/** Handle an event that all middlewares of the socket have let through. */
	void dispatch(String event, Arguments args, Ack ack) {
		if (!this.socket.lifecycle().isReceiving()) {
			return;
		}
		this.socket.namespace().dispatchAny(this.socket, event, args, ack);
		// a snapshot: listeners may remove themselves
		for (ClientEventListener listener : this.listeners.events().of(event)) {
			ApplicationCode.run(() -> listener.onEvent(args, ack), (error) -> listenerFailed(event, error));
		}
		this.socket.namespace().dispatch(this.socket, event, args, ack);
	}

	/** Report a failure that the client or a middleware has caused. */
	void reportError(Throwable error) {
		if (!tellErrorListeners(error)) {
			logger.debug("Unhandled error of socket {}: {}", Printable.of(this.socket.id()),
					Printable.of(String.valueOf(error)));
		}
	}

	/** Report a failure of the application's code for an event. */
	void listenerFailed(String event, Throwable error) {
		if (!tellErrorListeners(error)) {
			FailureLog.listener(this.socket, event, error);
		}
	}

	private boolean tellErrorListeners(Throwable error) {
		List<ErrorListener> toNotify = this.listeners.errors();
		for (ErrorListener listener : toNotify) {
			ApplicationCode.run(() -> listener.onError(error),
					(failure) -> FailureLog.errorListener(this.socket, failure));
		}
		return !toNotify.isEmpty();
	}

	void notifyDisconnecting(DisconnectReason reason) {
		notify("disconnecting", this.listeners.disconnecting(), reason);
		this.socket.namespace().notifyDisconnecting(this.socket, reason);
	}

	void notifyDisconnected(DisconnectReason reason) {
		notify("disconnect", this.listeners.disconnect(), reason);
		this.socket.namespace().notifyDisconnect(this.socket, reason);
	}

	private void notify(String event, List<DisconnectListener> toNotify, DisconnectReason reason) {
		for (DisconnectListener listener : toNotify) {
			ApplicationCode.run(() -> listener.onDisconnect(reason), (error) -> listenerFailed(event, error));
		}
	}

	/** Stop handling events. */
	void close() {
		this.queue.close();
	}

}
