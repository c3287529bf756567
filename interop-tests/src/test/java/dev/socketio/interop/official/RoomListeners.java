package dev.socketio.interop.official;

import java.util.List;
import java.util.Set;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Handshake;
import dev.socketio.server.Namespace;
import dev.socketio.server.RemoteSocket;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Rooms and broadcasts, the same in every namespace.
 */
@SocketNamespace({ "/", "/chat", "/private" })
class RoomListeners {

	@SocketConnectListener
	void welcome(Socket socket, Handshake handshake) {
		socket.emit("welcome", socket.id(), handshake.auth());
	}

	@SocketDisconnectListener
	void tellObservers(Socket socket, Namespace namespace, DisconnectReason reason) {
		namespace.in("observers").emit("left", socket.id(), reason.text());
	}

	@SocketEventListener(event = "join")
	void join(Socket socket, List<String> rooms) {
		socket.join(names(rooms));
	}

	@SocketEventListener(event = "leave")
	void leave(Socket socket, String room) {
		socket.leave(room);
	}

	@SocketEventListener(event = "rooms")
	Set<String> rooms(Socket socket) {
		return socket.rooms();
	}

	@SocketEventListener(event = "members")
	Flux<String> members(Namespace namespace, String room) {
		return namespace.in(room).fetchSockets().map(RemoteSocket::id);
	}

	@SocketEventListener(event = "to")
	void sendToOthers(Socket socket, List<String> rooms, String event, @Nullable Object payload) {
		socket.to(names(rooms)).emit(event, payload);
	}

	@SocketEventListener(event = "in")
	void sendToAll(Namespace namespace, List<String> rooms, String event, @Nullable Object payload) {
		namespace.in(names(rooms)).emit(event, payload);
	}

	@SocketEventListener(event = "except")
	void sendToAllExcept(Namespace namespace, List<String> rooms, String event, @Nullable Object payload) {
		namespace.except(names(rooms)).emit(event, payload);
	}

	@SocketEventListener(event = "broadcast")
	void broadcast(Socket socket, String event, @Nullable Object payload) {
		socket.broadcast().emit(event, payload);
	}

	@SocketEventListener(event = "emitter")
	Mono<Void> sendWithEmitter(SocketIOEmitter emitter, String namespace, List<String> rooms, String event,
			@Nullable Object payload) {
		return emitter.of(namespace).to(names(rooms)).emit(event, payload);
	}

	@SocketEventListener(event = "kick")
	Mono<Void> kick(Namespace namespace, String room, boolean close) {
		return namespace.in(room).disconnectSockets(close);
	}

	private static String[] names(List<String> rooms) {
		return rooms.toArray(String[]::new);
	}

}
