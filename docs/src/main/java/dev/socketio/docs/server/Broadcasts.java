package dev.socketio.docs.server;

import java.time.Duration;
import java.util.List;

import dev.socketio.protocol.Arguments;
import dev.socketio.server.AckTimeoutException;
import dev.socketio.server.BroadcastOperator;
import dev.socketio.server.RemoteSocket;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ways to address sockets.
 */
class Broadcasts {

	private final SocketIOServer io;

	Broadcasts(SocketIOServer io) {
		this.io = io;
	}

	// tag::rooms[]
	void enter(Socket socket) {
		socket.join("news", "sports"); // <1>
		socket.leave("sports"); // <2>
	}
	// end::rooms[]

	// tag::targets[]
	void tell(Socket socket) {
		this.io.emit("tick", 1); // <1>
		this.io.to("news", "sports").emit("score", 2); // <2>
		this.io.to("news").except("muted").emit("headline", 3); // <3>
		this.io.to(socket.id()).emit("private", 4); // <4>
		socket.to("news").emit("comment", 5); // <5>
		socket.broadcast().emit("joined", 6); // <6>
		this.io.of("/admin").to("on-call").emit("alarm", 7); // <7>
	}
	// end::targets[]

	// tag::operators[]
	void reuse() {
		BroadcastOperator readers = this.io.to("news");
		readers.emit("headline", "first");
		readers.except("muted").emit("headline", "second");
		readers.asVolatile().emit("viewers", 12);
	}
	// end::operators[]

	// tag::acks[]
	Mono<Long> poll(String question) {
		return this.io.to("news")
			.timeout(Duration.ofSeconds(5)) // <1>
			.emitWithAck("vote", question)
			.onErrorResume(AckTimeoutException.class, (ex) -> Mono.just(ex.responses())) // <2>
			.map((answers) -> answers.stream().filter(Broadcasts::isYes).count());
	}

	private static boolean isYes(Arguments answer) {
		return Boolean.TRUE.equals(answer.get(0, Boolean.class));
	}
	// end::acks[]

	// tag::sockets[]
	Flux<String> names() {
		return this.io.in("news").fetchSockets().map(RemoteSocket::id);
	}

	Mono<Void> closeRoom() {
		return this.io.in("sports").disconnectSockets();
	}

	void merge() {
		this.io.in("sports").socketsJoin("news"); // <1>
	}
	// end::sockets[]

	// tag::typed[]
	Mono<Boolean> typed(Socket socket) {
		this.io.to("news").as(ReaderEvents.class).scoreChanged(2, 1);
		return socket.timeout(Duration.ofSeconds(10)).as(ReaderEvents.class).confirm("Still there?");
	}
	// end::typed[]

	// tag::volatile[]
	void position(Socket socket, List<Double> coordinates) {
		socket.asVolatile().emit("position", coordinates);
	}
	// end::volatile[]

}
