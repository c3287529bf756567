package dev.socketio.listener.support;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.socketio.listener.AckArgs;
import dev.socketio.listener.AckMode;
import dev.socketio.listener.SocketError;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Ack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the return values of listeners, over real connections.
 */
class ListenerResultTests {

	private static ListenerServer server;

	@BeforeAll
	static void start() {
		server = ListenerServer.start(ListenerOptions.builder().maxElements(3).build(), Listener.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nothing         | []
			text            | ["text"]
			none            | [null]
			array           | [[1,2]]
			list            | [[1,2]]
			several         | ["a",[1]]
			several-null    | [null]
			no-values       | []
			mono            | ["mono"]
			mono-later      | ["later"]
			mono-empty      | []
			mono-void       | []
			mono-several    | [1,2]
			future          | ["future"]
			future-void     | []
			future-none     | [null]
			flux            | [[1,2,3]]
			flux-empty      | [[]]
			flux-later      | [[1,2]]
			stream          | [[1,2]]
			manual          | ["by hand"]
			manual-late     | ["late"]
			manual-twice    | [1]
			error           | [{"error":{"status":404,"code":"no_room","message":"No such room","details":[]}}]
			shared          | ["the answer"]
			all-void        | []
			""")
	void acknowledges(String event, String ack) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("427[\"" + event + "\"]")).isEqualTo("437" + ack);
		}
	}

	@ParameterizedTest
	@CsvSource({ "flux-long", "stream-long" })
	void boundsElements(String event) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("427[\"" + event + "\"]")).startsWith("437[{\"error\":{\"status\":500");
		}
	}

	@Test
	void sendsNothingToThoseWhoDidNotAsk() {
		try (TestClient client = server.connect()) {
			client.send("42[\"text\"]");
			client.send("42[\"mono\"]");
			client.send("42[\"flux\"]");
			client.send("42[\"manual\"]");
			assertThat(client.exchange("421[\"text\"]")).isEqualTo("431[\"text\"]");
		}
	}

	@Test
	void sendsNothingIfTheListenerSaysSo() {
		try (TestClient client = server.connect()) {
			client.send("421[\"silent\"]");
			assertThat(client.exchange("422[\"text\"]")).isEqualTo("432[\"text\"]");
		}
	}

	@Test
	void acknowledgesFailuresOfWritingTheValue() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"unwritable\"]")).startsWith("431[{\"error\":{\"status\":500");
		}
	}

	static class Listener {

		@SocketEventListener("nothing")
		void nothing() {
		}

		@SocketEventListener("text")
		String text() {
			return "text";
		}

		@SocketEventListener("none")
		String none() {
			return null;
		}

		@SocketEventListener("array")
		int[] array() {
			return new int[] { 1, 2 };
		}

		@SocketEventListener("list")
		List<Integer> list() {
			return List.of(1, 2);
		}

		@SocketEventListener("several")
		AckArgs several() {
			return AckArgs.of("a", List.of(1));
		}

		@SocketEventListener("several-null")
		AckArgs severalNull() {
			return AckArgs.of((Object[]) null);
		}

		@SocketEventListener("no-values")
		AckArgs noValues() {
			return AckArgs.empty();
		}

		@SocketEventListener("mono")
		Mono<String> mono() {
			return Mono.just("mono");
		}

		@SocketEventListener("mono-later")
		Mono<String> monoLater() {
			return Mono.just("later").publishOn(Schedulers.parallel());
		}

		@SocketEventListener("mono-empty")
		Mono<String> monoEmpty() {
			return Mono.empty();
		}

		@SocketEventListener("mono-void")
		Mono<Void> monoVoid() {
			return Mono.<Void>empty().hide();
		}

		@SocketEventListener("mono-several")
		Mono<AckArgs> monoSeveral() {
			return Mono.just(AckArgs.of(1, 2)).hide();
		}

		@SocketEventListener("future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> "future");
		}

		@SocketEventListener("future-void")
		CompletionStage<Void> futureVoid() {
			return CompletableFuture.completedFuture(null);
		}

		@SocketEventListener("future-none")
		CompletionStage<String> futureNone() {
			return CompletableFuture.completedFuture(null);
		}

		@SocketEventListener("flux")
		Flux<Integer> flux() {
			return Flux.just(1, 2, 3);
		}

		@SocketEventListener("flux-empty")
		Flux<Integer> fluxEmpty() {
			return Flux.empty();
		}

		@SocketEventListener("flux-later")
		Flux<Integer> fluxLater() {
			return Flux.just(1, 2).publishOn(Schedulers.parallel());
		}

		@SocketEventListener("flux-long")
		Flux<Integer> fluxLong() {
			return Flux.range(0, Integer.MAX_VALUE);
		}

		@SocketEventListener("stream")
		Stream<Integer> stream() {
			return Stream.of(1, 2);
		}

		@SocketEventListener("stream-long")
		Stream<Integer> streamLong() {
			return Stream.iterate(0, (i) -> i + 1);
		}

		@SocketEventListener("manual")
		void manual(Ack ack) {
			ack.send("by hand");
		}

		@SocketEventListener("manual-late")
		void manualLate(Ack ack) {
			Schedulers.parallel().schedule(() -> ack.send("late"), 20, TimeUnit.MILLISECONDS);
		}

		@SocketEventListener("manual-twice")
		void manualTwice(Ack ack) {
			ack.send(1);
			ack.send(2);
		}

		@SocketEventListener("error")
		SocketError error() {
			return SocketError.of(404, "no_room", "No such room");
		}

		@Order(1)
		@SocketEventListener("shared")
		void sharedFirst() {
		}

		@Order(2)
		@SocketEventListener("shared")
		String sharedAnswer() {
			return "the answer";
		}

		@SocketEventListener("all-void")
		void allVoidOne() {
		}

		@SocketEventListener("all-void")
		Mono<Void> allVoidTwo() {
			return Mono.empty();
		}

		@SocketEventListener(event = "silent", ack = AckMode.NONE)
		String silent() {
			return "nobody hears this";
		}

		@SocketEventListener("unwritable")
		Object unwritable() {
			return new Broken();
		}

	}

	static class Broken {

		public String getValue() {
			throw new IllegalStateException("broken");
		}

	}

}
