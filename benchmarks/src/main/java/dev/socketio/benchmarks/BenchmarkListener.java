package dev.socketio.benchmarks;

import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What load generators ask for. Nothing blocks, so the return types are reactive and the
 * methods run on the event loop.
 */
@Component
class BenchmarkListener {

	private static final String ROOM = "bench";

	@SocketEventListener("echo-ack")
	Mono<String> echo(String text) {
		return Mono.just(text);
	}

	@SocketEventListener("bin")
	Mono<byte[]> echo(byte[] data) {
		return Mono.just(data);
	}

	@SocketEventListener("join")
	Mono<Void> join(String room, Socket socket) {
		socket.join(room);
		return Mono.empty();
	}

	@SocketEventListener("broadcast")
	Mono<Void> broadcast(String text, Namespace namespace) {
		namespace.to(ROOM).emit("msg", text);
		return Mono.empty();
	}

}
