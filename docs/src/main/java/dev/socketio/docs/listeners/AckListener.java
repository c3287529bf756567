package dev.socketio.docs.listeners;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.socketio.listener.AckArgs;
import dev.socketio.listener.AckMode;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.server.Ack;
import dev.socketio.server.Socket;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

@Component
@SocketNamespace("/acks")
class AckListener {

	// tag::returns[]
	@SocketEventListener("save")
	void save(String text) { // <1>
	}

	@SocketEventListener("length")
	int length(String text) { // <2>
		return text.length();
	}

	@SocketEventListener("price")
	Mono<Integer> price(String article) { // <3>
		return Mono.just(42).delayElement(Duration.ofMillis(10));
	}

	@SocketEventListener("stock")
	CompletionStage<Integer> stock(String article) {
		return CompletableFuture.completedFuture(7);
	}

	@SocketEventListener("list")
	Flux<String> list() { // <4>
		return Flux.just("a", "b", "c");
	}

	@SocketEventListener("range")
	AckArgs range() { // <5>
		return AckArgs.of(1, 10);
	}
	// end::returns[]

	// tag::manual[]
	@SocketEventListener("approve")
	void approve(String document, Ack ack) {
		Mono.delay(Duration.ofMillis(10)).subscribe((tick) -> ack.send("approved", document));
	}

	@SocketEventListener(event = "trace", ack = AckMode.NONE)
	void trace(String line) {
	}
	// end::manual[]

	// tag::ask[]
	@SocketEventListener("delete")
	Mono<Boolean> delete(String document, Socket socket) {
		return socket.timeout(Duration.ofSeconds(10))
			.emitWithAck("confirm", "Delete " + document + "?")
			.map((answer) -> Boolean.TRUE.equals(answer.get(0, Boolean.class)));
	}
	// end::ask[]

}
