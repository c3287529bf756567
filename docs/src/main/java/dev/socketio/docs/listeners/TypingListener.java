package dev.socketio.docs.listeners;

import dev.socketio.server.Socket;

import org.springframework.stereotype.Component;

@Component
class TypingListener {

	// tag::use[]
	@ChatEvent("typing")
	void typing(String room, AppVersion version, Socket socket) {
		socket.to(room).asVolatile().emit("typing", socket.id(), version.text());
	}
	// end::use[]

}
