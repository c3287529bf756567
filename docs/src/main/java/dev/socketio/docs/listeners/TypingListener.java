package dev.socketio.docs.listeners;

import java.util.Locale;

import dev.socketio.server.Socket;

import org.springframework.stereotype.Component;

@Component
class TypingListener {

	// tag::use[]
	@ChatEvent("typing")
	void typing(String room, Locale locale, Socket socket) {
		socket.to(room).asVolatile().emit("typing", socket.id(), locale.getLanguage());
	}
	// end::use[]

}
