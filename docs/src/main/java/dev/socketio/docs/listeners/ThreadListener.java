package dev.socketio.docs.listeners;

import dev.socketio.listener.Concurrency;
import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

@Component
@SocketNamespace("/threads")
class ThreadListener {

	// tag::threads[]
	@SocketEventListener("report")
	String report(String month) { // <1>
		return Thread.currentThread().getName();
	}

	@SocketEventListener("lookup")
	Mono<String> lookup(String key) { // <2>
		return Mono.fromSupplier(() -> Thread.currentThread().getName());
	}

	@SocketEventListener(event = "ping-me", execution = Execution.EVENT_LOOP) // <3>
	long pingMe() {
		return System.nanoTime();
	}

	@SocketEventListener(event = "search", concurrency = Concurrency.CONCURRENT) // <4>
	String search(String text) {
		return text;
	}
	// end::threads[]

}
