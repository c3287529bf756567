package dev.socketio.listener.support;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerInvocation;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the one outcome of a call, over real connections.
 */
class ListenerOutcomeTests {

	private static ListenerServer server;

	@BeforeAll
	static void start() {
		server = ListenerServer.start((context) -> {
			context.registerBean("listener", Listener.class);
			context.registerBean("keeper", Keeper.class);
			context.registerBean("fresh", FreshListener.class,
					(definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE));
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void aCallHasOneOutcome() {
		Listener listener = server.bean(Listener.class);
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"twice\"]")).isEqualTo("431[\"first\"]");
			assertThat(client.exchange("422[\"after\"]")).isEqualTo("432[]");
		}
		assertThat(listener.handled).containsExactly("first");
	}

	@ParameterizedTest
	@ValueSource(strings = { "kept", "kept-late", "kept-failing", "kept-handled" })
	void nothingKeepsTheArgumentsOfACallThatIsOver(String event) {
		Keeper keeper = server.bean(Keeper.class);
		keeper.kept.clear();
		try (TestClient client = server.connect()) {
			client.exchange("421[\"" + event + "\",\"argument\"]");
			assertThat(keeper.sizes).isNotEmpty().containsOnly(1);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(keeper.kept).isNotEmpty()
					.allSatisfy((invocation) -> assertThat(invocation.arguments().size()).isZero()));
		}
	}

	@Test
	void aBeanThatIsNoSingletonIsLookedUpForEachCall() {
		try (TestClient client = server.connect()) {
			String first = client.exchange("421[\"fresh\"]");
			assertThat(client.exchange("421[\"fresh\"]")).isNotEqualTo(first).startsWith("431[");
		}
	}

	@Test
	void aFailureOfOneListenerIsTheAnswerOfSeveral() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"second-fails\"]")).contains("\"status\":500");
		}
	}

	@Test
	void causesThatGoRoundInACircleEnd() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"circle\"]")).contains("\"status\":500");
		}
	}

	static class Listener {

		final Queue<String> handled = new ConcurrentLinkedQueue<>();

		@SocketEventListener("twice")
		CompletionStage<String> twice() {
			return new CompletableFuture<>() {

				@Override
				public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
					action.accept(null, new UnsupportedOperationException("first"));
					action.accept("value", null);
					throw new UnsupportedOperationException("second");
				}

			};
		}

		@SocketExceptionHandler
		String handle(UnsupportedOperationException ex) {
			this.handled.add(String.valueOf(ex.getMessage()));
			return String.valueOf(ex.getMessage());
		}

		@SocketEventListener("after")
		void after() {
		}

		@Order(1)
		@SocketEventListener("second-fails")
		void first() {
		}

		@Order(2)
		@SocketEventListener("second-fails")
		void second() {
			throw new IllegalStateException("test");
		}

		@SocketEventListener("circle")
		void circle() {
			IllegalStateException outer = new IllegalStateException("outer");
			outer.initCause(new IllegalStateException("inner", outer));
			throw outer;
		}

		@SocketEventListener("kept")
		void kept(Kept kept) {
		}

		@SocketEventListener("kept-late")
		Mono<Void> keptLate(Kept kept) {
			return Mono.create((sink) -> new Thread(sink::success).start());
		}

		@SocketEventListener("kept-failing")
		void keptFailing(Kept kept) {
			throw new IllegalStateException("test");
		}

		@SocketEventListener("kept-handled")
		void keptHandled(Kept kept) {
			throw new ArithmeticException("test");
		}

		@SocketExceptionHandler
		void handle(ArithmeticException ex, Kept kept) {
		}

	}

	static class FreshListener {

		private static final AtomicInteger created = new AtomicInteger();

		private final int number = created.incrementAndGet();

		@SocketEventListener("fresh")
		int fresh() {
			return this.number;
		}

	}

	record Kept() {

	}

	static class Keeper implements SocketArgumentResolver {

		final Queue<ListenerInvocation> kept = new ConcurrentLinkedQueue<>();

		final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

		@Override
		public @Nullable ListenerArgument resolve(ListenerParameter parameter) {
			return (parameter.type() != Kept.class) ? null : (invocation) -> {
				this.kept.add(invocation);
				this.sizes.add(invocation.arguments().size());
				return new Kept();
			};
		}

	}

}
