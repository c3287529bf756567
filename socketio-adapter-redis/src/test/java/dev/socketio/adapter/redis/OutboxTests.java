package dev.socketio.adapter.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.cluster.channel.PublicationException;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of publications, and of messages whose receiver fails.
 */
class OutboxTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private static final BroadcastOptions ALL = BroadcastOptions.ALL;

	private final TestRedis redis = TestRedis.start();

	private final RedisClient client = TestServer.client(this.redis.port());

	private final RedisCommands<String, String> commands = this.client.connect().sync();

	private final List<TestServer> servers = new ArrayList<>();

	@AfterEach
	void close() {
		this.servers.forEach(TestServer::close);
		this.client.shutdown(Duration.ZERO, TIMEOUT);
		this.redis.close();
	}

	private TestServer start(Mode mode) {
		TestServer server = TestServer.start(this.redis.port(), mode);
		server.adapter();
		server.settle();
		this.servers.add(server);
		return server;
	}

	/** It is unknown whether Redis has got them. */
	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC" })
	void failsPublicationsInFlightWhenTheConnectionBreaks(Mode mode) {
		TestServer here = start(mode);
		List<Throwable> errors = new ArrayList<>();
		here.adapter().errors().filter(PublicationException.class::isInstance).subscribe(errors::add);
		this.commands.clientPause(60_000);
		Mono<Void> first = here.adapter().broadcast(Packet.event("/", "e", 1), ALL);
		Mono<Void> second = here.adapter().broadcast(Packet.event("/", "e", 2), ALL);
		this.redis.stop();
		Stream.of(first, second)
			.forEach((sent) -> StepVerifier.create(sent)
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(PublicationException.class)
					.hasMessage("Redis did not confirm a message"))
				.verify(TIMEOUT));
		assertThat(here.statistics().failedPublications()).isEqualTo(2);
		assertThat(errors).hasSize(2);
		this.redis.restart();
		await().atMost(TIMEOUT).until(() -> here.isUp());
		here.adapter().broadcast(Packet.event("/", "e", 3), ALL).block(TIMEOUT);
		assertThat(here.statistics().failedPublications()).isEqualTo(2);
	}

	@Test
	void keepsTheOrderOfWaitingPublications() {
		TestServer here = start(Mode.STREAMS);
		SocketIOEmitter emitter = RedisEmitter.create(here.connection());
		this.redis.stop();
		here.awaitLoss();
		List<Mono<Void>> sent = new ArrayList<>();
		IntStream.range(0, 100).forEach((i) -> sent.add(emitter.emit("e", i)));
		this.redis.restart();
		// until the first ones are there
		for (int i = 100; i < 200 || here.statistics().publishedMessages() == 0; i++) {
			sent.add(emitter.emit("e", i));
			LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
		}
		for (int i = 0; i < 100; i++) {
			sent.add(emitter.emit("e", sent.size()));
		}
		sent.forEach((result) -> StepVerifier.create(result).expectComplete().verify(TIMEOUT));
		assertThat(numbers()).isNotEmpty().isSorted().doesNotHaveDuplicates().endsWith(sent.size() - 1);
	}

	/** As what ends or restores a connection does, on the thread that sends. */
	@Test
	void keepsTheOrderOfReentrantPublications() {
		TestServer here = start(Mode.CLASSIC);
		RedisConnections connections = here.connections();
		List<String> sent = new CopyOnWriteArrayList<>();
		List<Mono<Void>> results = new CopyOnWriteArrayList<>();
		byte[] nothing = {};
		this.redis.stop();
		here.awaitLoss();
		results.add(connections.send("key", (to) -> {
			sent.add("first");
			results.add(connections.send("key", (same) -> {
				sent.add("second");
				return same.publish("key", nothing);
			}));
			return to.publish("key", nothing);
		}));
		this.redis.restart();
		await().atMost(TIMEOUT).until(() -> sent.size() >= 2);
		results.forEach((result) -> StepVerifier.create(result).expectComplete().verify(TIMEOUT));
		assertThat(sent).containsExactly("first", "second");
	}

	/** Redis would take the next one before the refused one is tried again. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keepsTheOrderOfRefusedPublications(boolean ofEmitter) {
		TestServer here = start(Mode.STREAMS);
		SocketIOEmitter emitter = RedisEmitter.create(here.connection());
		List<Mono<Void>> sent = new ArrayList<>();
		for (int round = 0; round < 3; round++) {
			this.commands.configSet("maxmemory", "1");
			sent.add(emit(here, emitter, ofEmitter, sent.size()));
			await().atMost(TIMEOUT).until(() -> !here.isUp());
			this.commands.configSet("maxmemory", "0");
			sent.add(emit(here, emitter, ofEmitter, sent.size()));
			sent.forEach((result) -> StepVerifier.create(result).expectComplete().verify(TIMEOUT));
		}
		assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5);
	}

	private static Mono<Void> emit(TestServer server, SocketIOEmitter emitter, boolean ofEmitter, int number) {
		return ofEmitter ? emitter.emit("e", number) : server.adapter().broadcast(Packet.event("/", "e", number), ALL);
	}

	private List<Integer> numbers() {
		return this.commands.xrange("socket.io", Range.unbounded())
			.stream()
			.map((entry) -> JsonMapper.shared().readTree(entry.getBody().get("data")).at("/packet/data/1").intValue())
			.toList();
	}

	static Stream<org.junit.jupiter.params.provider.Arguments> modesAndFailures() {
		return Stream.of(Mode.CLASSIC, Mode.SHARDED_DYNAMIC, Mode.STREAMS)
			.flatMap((mode) -> Stream
				.of(new IllegalStateException("test"), new IOException("test"), new AssertionError("test"),
						new NoClassDefFoundError("test"), new StackOverflowError("test"))
				.map((failure) -> org.junit.jupiter.params.provider.Arguments.of(mode, failure)));
	}

	@ParameterizedTest
	@MethodSource("modesAndFailures")
	void continuesAfterFailuresOfTheApplication(Mode mode, Throwable failure) {
		TestServer here = start(mode);
		TestServer there = start(mode);
		TestNamespace namespace = there.namespace("/");
		TestNamespace.TestSocket remote = namespace.connect("remote");
		namespace.failure = failure;
		here.adapter().serverSideEmit("fails", List.of());
		here.adapter().broadcast(Packet.event("/", "fails"), ALL);
		// the handler of the thread is told of some
		await().dontCatchUncaughtExceptions()
			.atMost(TIMEOUT)
			.until(() -> namespace.flags.size() == 1 && namespace.serverSide.size() == 1);
		namespace.failure = null;
		here.adapter().broadcast(Packet.event("/", "next"), ALL);
		await().dontCatchUncaughtExceptions().atMost(TIMEOUT).until(() -> remote.received.contains("[\"next\"]"));
		assertThat(here.adapter().serverSideEmitWithAck("ask", List.of()).block(TIMEOUT)).hasSize(1);
	}

}
