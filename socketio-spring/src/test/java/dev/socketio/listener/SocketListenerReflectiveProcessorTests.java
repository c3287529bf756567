package dev.socketio.listener;

import java.util.List;

import dev.socketio.server.Socket;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketListenerReflectiveProcessor}.
 */
class SocketListenerReflectiveProcessorTests {

	private final RuntimeHints hints = new RuntimeHints();

	@Test
	void registersListenersAndTheirPayloads() throws NoSuchMethodException {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Listener.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Listener.class.getDeclaredMethod("listen", List.class, Socket.class)))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Listener.class.getDeclaredMethod("handle", IllegalStateException.class)))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Order.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Item.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Receipt.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Socket.class)).rejects(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Mono.class)).rejects(this.hints);
	}

	@SocketNamespace("/orders")
	static class Listener {

		@SocketEventListener("order")
		Mono<Receipt> listen(List<Order> orders, Socket socket) {
			return Mono.empty();
		}

		@SocketExceptionHandler
		void handle(IllegalStateException ex) {
		}

	}

	record Order(Item item) {

	}

	record Item(String name) {

	}

	record Receipt(String id) {

	}

}
