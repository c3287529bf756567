package dev.socketio.docs.server;

import java.util.Map;

import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

// tag::middleware[]
@Component
class Admission implements SocketIOServerCustomizer {

	private final TokenService tokens;

	Admission(TokenService tokens) {
		this.tokens = tokens;
	}

	@Override
	public void customize(SocketIOServer io) {
		io.of("/chat").use(this::admit);
	}

	private Mono<Void> admit(Socket socket) {
		Object token = socket.handshake().auth().get("token");
		return this.tokens.verify(String.valueOf(token))
			.switchIfEmpty(Mono.error(() -> new ConnectRefusedException("Please log in", Map.of("code", 401)))) // <1>
			.doOnNext((user) -> socket.data().put("user", user)) // <2>
			.then();
	}

}
// end::middleware[]
