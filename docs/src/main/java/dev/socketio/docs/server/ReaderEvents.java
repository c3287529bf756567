package dev.socketio.docs.server;

// tag::events[]
import dev.socketio.emitter.SocketEvent;
import reactor.core.publisher.Mono;

interface ReaderEvents {

	void headline(String text); // <1>

	@SocketEvent("score-changed") // <2>
	void scoreChanged(int home, int guest);

	Mono<Boolean> confirm(String question); // <3>

}
// end::events[]
