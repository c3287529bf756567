package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SocketEventTests {

	private final ServerFixture fixture = new ServerFixture();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void listenersAreCalledInTheirOrder() {
		SocketIOServer server = this.fixture.server;
		server.on("e", (socket, event, args, ack) -> this.seen.add("namespace"));
		server.onAny((socket, event, args, ack) -> this.seen.add("namespace any"));
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.on("e", (args, ack) -> this.seen.add("socket " + args.toList()));
		socket.onAny((event, args, ack) -> this.seen.add("any"));
		socket.prependAny((event, args, ack) -> this.seen.add("first"));
		socket.use((event, args) -> {
			this.seen.add("middleware");
			return Mono.empty();
		});
		client.send("2[\"e\",1]");
		this.fixture.settle();
		assertThat(this.seen).containsExactly("first", "any", "middleware", "namespace any", "socket [1]", "namespace");
	}

	@Test
	void slowMiddlewareKeepsTheOrder() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		List<Sinks.Empty<Void>> gates = new CopyOnWriteArrayList<>();
		socket.use((event, args) -> {
			Sinks.Empty<Void> gate = Sinks.empty();
			gates.add(gate);
			return args.get(0, int.class) % 2 == 0 ? gate.asMono() : Mono.empty();
		});
		socket.on("e", (args, ack) -> this.seen.add("" + args.get(0)));
		for (int i = 0; i < 5; i++) {
			client.send("2[\"e\"," + i + "]");
		}
		this.fixture.settle();
		assertThat(this.seen).isEmpty();
		assertThat(gates).hasSize(1);
		gates.get(0).tryEmitEmpty();
		this.fixture.settle();
		assertThat(this.seen).containsExactly("0", "1");
		gates.get(2).tryEmitError(new IllegalStateException("dropped"));
		this.fixture.settle();
		gates.get(4).tryEmitEmpty();
		this.fixture.settle();
		assertThat(this.seen).containsExactly("0", "1", "3", "4");
	}

	@Test
	void acknowledgementsDoNotWaitForMiddlewares() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.use((event, args) -> socket.emitWithAck("question").then());
		socket.on("e", (args, ack) -> this.seen.add("e"));
		client.send("2[\"e\"]");
		assertThat(client.events()).containsExactly("20[\"question\"]");
		client.send("30[]");
		this.fixture.settle();
		assertThat(this.seen).containsExactly("e");
	}

	@Test
	void manyWaitingEventsStopTheReadingAndNoneIsLost() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		Sinks.Empty<Void> gate = Sinks.empty();
		socket.use((event, args) -> gate.asMono());
		socket.on("e", (args, ack) -> this.seen.add("" + args.get(0)));
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			client.send("2[\"e\"," + i + "]");
			expected.add("" + i);
		}
		this.fixture.settle();
		assertThat(client.webSocket.channel().config().isAutoRead()).isFalse();
		gate.tryEmitEmpty();
		this.fixture.settle();
		assertThat(this.seen).isEqualTo(expected);
		assertThat(client.webSocket.channel().config().isAutoRead()).isTrue();
	}

	@Test
	void longQueueIsWorkedOffWithoutAGrowingStack() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		Sinks.Empty<Void> gate = Sinks.empty();
		socket.use((event, args) -> args.get(0, int.class) == 0 ? gate.asMono() : Mono.empty());
		AtomicInteger count = new AtomicInteger();
		socket.on("e", (args, ack) -> count.incrementAndGet());
		for (int i = 0; i < 20_000; i++) {
			client.send("2[\"e\"," + i + "]");
		}
		this.fixture.settle();
		assertThat(count).hasValue(0);
		gate.tryEmitEmpty();
		this.fixture.settle();
		assertThat(count).hasValue(20_000);
		assertThat(client.isClosed()).isFalse();
	}

	@Test
	void readingResumesWhenAllSocketsOfAConnectionCanFollow() {
		this.fixture.server.of("/b");
		ServerFixture.Client client = this.fixture.connect();
		Socket main = this.fixture.socket(client);
		client.send("0/b,");
		Socket other = this.fixture.socket(client, "/b");
		Sinks.Empty<Void> gate = Sinks.empty();
		Sinks.Empty<Void> otherGate = Sinks.empty();
		main.use((event, args) -> gate.asMono());
		other.use((event, args) -> otherGate.asMono());
		for (int i = 0; i < 200; i++) {
			client.send("2[\"e\"]").send("2/b,[\"e\"]");
		}
		this.fixture.settle();
		gate.tryEmitEmpty();
		this.fixture.settle();
		assertThat(client.webSocket.channel().config().isAutoRead()).isFalse();
		otherGate.tryEmitEmpty();
		this.fixture.settle();
		assertThat(client.webSocket.channel().config().isAutoRead()).isTrue();
	}

	@Test
	void socketThatLeavesDoesNotStopTheReadingForEver() {
		this.fixture.server.of("/b");
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		client.send("0/b,");
		Socket other = this.fixture.socket(client, "/b");
		socket.use((event, args) -> {
			this.seen.add(event);
			return Mono.never();
		});
		for (int i = 0; i < 200; i++) {
			client.send("2[\"e\"]");
		}
		this.fixture.settle();
		assertThat(client.webSocket.channel().config().isAutoRead()).isFalse();
		socket.disconnect();
		this.fixture.settle();
		assertThat(client.webSocket.channel().config().isAutoRead()).isTrue();
		other.on("e", (args, ack) -> this.seen.add("other"));
		client.send("2/b,[\"e\"]");
		this.fixture.settle();
		assertThat(this.seen).containsExactly("e", "other");
	}

	@Test
	void middlewareWithoutADecisionIsReported() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		socket.onError(errors::add);
		socket.use(new Undecided());
		client.send("2[\"e\"]");
		assertThat(client.isClosed()).isFalse();
		assertThat(errors).singleElement()
			.satisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining(Undecided.class.getName()));
	}

	@Test
	void failuresAreReportedAndIsolated() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		socket.onError((error) -> {
			throw new IllegalStateException("so does the error listener");
		});
		socket.onError(errors::add);
		socket.on("e", (args, ack) -> {
			throw new Exception("failed");
		});
		socket.on("e", (args, ack) -> this.seen.add("second"));
		socket.on("typed", Integer.class, (number, ack) -> this.seen.add("" + number));
		client.send("21[\"e\"]").send("2[\"typed\",\"x\"]").send("2[\"typed\",3]").send("2[\"typed\"]");
		assertThat(client.events()).isEmpty();
		assertThat(client.isClosed()).isFalse();
		assertThat(this.seen).containsExactly("second", "3", "null");
		assertThat(errors).hasSize(2);
		assertThat(errors.get(0)).hasMessage("failed");
		assertThat(errors.get(1)).isInstanceOf(ArgumentConversionException.class);
	}

	@Test
	void errorsOfListenersEndTheConnectionCleanly() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.onDisconnect((reason) -> this.seen.add(reason.text()));
		socket.on("e", (args, ack) -> {
			throw new StackOverflowError();
		});
		client.send("2[\"e\"]");
		this.fixture.settle();
		assertThat(socket.isConnected() || client.isClosed()).isTrue();
		assertThat(this.seen).hasSize(socket.isConnected() ? 0 : 1);
	}

	@Test
	void malformedPacketIsReportedBeforeTheEnd() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.onError((error) -> this.seen.add(error.getClass().getSimpleName()));
		socket.onDisconnect((reason) -> this.seen.add(reason.text()));
		client.send("2[\"e\"");
		assertThat(client.isClosed()).isTrue();
		assertThat(this.seen).containsExactly(PacketFormatException.class.getSimpleName(), "forced close");
	}

	@Test
	void onceIsOnceAndOffIsOff() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		ClientEventListener listener = (args, ack) -> this.seen.add("listener");
		ClientEventListener once = (args, ack) -> {
			this.seen.add("once");
			socket.emit("echo");
		};
		CatchAllListener any = (event, args, ack) -> this.seen.add("any");
		socket.once("e", once).on("e", listener).on("e", listener).onAny(any);
		client.send("2[\"e\"]").send("2[\"e\"]");
		this.fixture.settle();
		assertThat(this.seen).containsExactly("any", "once", "listener", "listener", "any", "listener", "listener");
		this.seen.clear();
		socket.off("e", listener).offAny(any);
		client.send("2[\"e\"]");
		this.fixture.settle();
		assertThat(this.seen).containsExactly("listener");
		this.seen.clear();
		socket.once("e", once).off("e", once).off("e");
		client.send("2[\"e\"]");
		this.fixture.settle();
		assertThat(this.seen).isEmpty();
	}

	@Test
	void oddNamesAreOrdinaryAndReservedOnesAreNot() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.onAny((event, args, ack) -> this.seen.add(event));
		socket.onError((error) -> this.seen.add("an error"));
		client.send("2[\"__proto__\"]").send("2[\"\"]").send("2[\"error\",1]").send("2[5]").send("2[\"connection\"]");
		this.fixture.settle();
		assertThat(this.seen).containsExactly("__proto__", "", "error", "5", "connection");
		assertThatIllegalArgumentException().isThrownBy(() -> socket.emit("connect_error"));
		assertThatIllegalArgumentException().isThrownBy(() -> socket.emitWithAck("newListener"));
	}

	/** Breaks the contract. */
	private static final class Undecided implements SocketMiddleware {

		@Override
		@SuppressWarnings("NullAway")
		public Mono<Void> handle(String event, Arguments args) {
			return null;
		}

	}

}
