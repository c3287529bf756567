package dev.socketio.docs.security;

import java.security.Principal;

import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Socket;
import reactor.core.publisher.Mono;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.stereotype.Component;

// tag::listener[]
@Component
class ProfileListener {

	@SocketConnectListener
	void connected(Socket socket, Principal principal) { // <1>
		socket.join("user:" + principal.getName());
	}

	@SocketEventListener("who-am-i")
	String whoAmI(@AuthenticationPrincipal UserDetails user) { // <2>
		return user.getUsername();
	}

	@SocketEventListener("shut-down")
	@PreAuthorize("hasRole('ADMIN')") // <3>
	Mono<String> shutDown() {
		return Mono.just("as you wish");
	}

}
// end::listener[]
