package dev.socketio.docs.listeners;

// tag::listener[]
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;

import org.springframework.stereotype.Component;

@Component
@SocketNamespace("/chat") // <1>
class ChatListener {

	@SocketConnectListener // <2>
	void connected(Socket socket) {
		socket.join("lobby");
	}

	@SocketEventListener("message") // <3>
	Receipt message(Message message, Socket socket) { // <4>
		socket.to(message.room()).emit("message", message);
		return new Receipt(message.id()); // <5>
	}

	@SocketDisconnectListener
	void left(Socket socket, Namespace namespace, DisconnectReason reason) {
		namespace.emit("left", socket.id(), reason.text());
	}

	record Message(String id, String room, String text) {
	}

	record Receipt(String id) {
	}

}
// end::listener[]
