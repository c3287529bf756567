package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.redis.connection.RedisPublicationException;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.Range;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Redis refuses publications for a while, over connections that are there: they are tried
 * again, in their order.
 */
class RefusedPublicationTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private static final BroadcastOptions ALL = BroadcastOptions.ALL;

	private static final int EVENTS = 50;

	private final TestRedis redis = TestRedis.start(List.of("busy-reply-threshold 20"));

	private final RedisClient client = TestServer.client(this.redis.port());

	private final RedisCommands<String, String> commands = this.client.connect().sync();

	private final List<TestServer> servers = new ArrayList<>();

	@AfterEach
	void close() {
		Trouble.BUSY.end.accept(this.commands);
		this.servers.forEach(TestServer::close);
		this.client.shutdown(Duration.ZERO, TIMEOUT);
		this.redis.close();
	}

	private TestServer start(Mode mode, int maxPending) {
		TestServer server = TestServer.start(this.redis.port(), mode, maxPending);
		server.adapter();
		server.settle();
		this.servers.add(server);
		return server;
	}

	private static Mono<Void> emit(TestServer server, int number) {
		return server.adapter().broadcast(Packet.event("/", "e", number), ALL);
	}

	private static List<String> numbered(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "[\"e\"," + i + "]").toList();
	}

	private static void assertNothingWasLost(TestServer here, List<Mono<Void>> sent) {
		sent.forEach((mono) -> StepVerifier.create(mono).expectComplete().verify(TIMEOUT));
		assertThat(here.statistics().failedPublications()).isZero();
		await().atMost(TIMEOUT).until(() -> here.statistics().publishedMessages() == sent.size());
	}

	@ParameterizedTest
	@EnumSource
	void retriesRefusedEntries(Trouble trouble) {
		TestServer here = start(Mode.STREAMS, 1000);
		TestServer there = start(Mode.STREAMS, 1000);
		TestNamespace.TestSocket local = here.namespace("/").connect("local");
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote");
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		here.adapter().errors().subscribe(errors::add);
		trouble.begin.accept(this.client);
		List<Mono<Void>> sent = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			sent.add(emit(here, i));
			if (i == EVENTS / 2) {
				await().atMost(TIMEOUT).until(() -> !here.isUp() && errors.size() > 1);
			}
		}
		assertThat(local.received).isEqualTo(numbered(EVENTS));
		assertThat(errors).allSatisfy((error) -> assertThat(error).hasMessageStartingWith(trouble.code));
		assertThat(here.statistics().failedPublications()).isZero();
		assertThat(here.statistics().publishedMessages()).isZero();
		trouble.end.accept(this.commands);
		assertNothingWasLost(here, sent);
		await().atMost(TIMEOUT).until(() -> here.isUp());
		sent.add(emit(here, EVENTS));
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(remote.received).isEqualTo(numbered(EVENTS + 1)));
		assertThat(this.commands.xlen("socket.io")).isEqualTo(EVENTS + 1);
	}

	/** Those of emitters have no writer of their own. */
	@ParameterizedTest
	@EnumSource
	void retriesRefusedEntriesOfEmitters(Trouble trouble) {
		TestServer here = start(Mode.STREAMS, 1000);
		TestNamespace.TestSocket socket = here.namespace("/").connect("socket");
		SocketIOEmitter emitter = RedisEmitter.create(here.connection());
		trouble.begin.accept(this.client);
		List<Mono<Void>> sent = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			sent.add(emitter.emit("e", i));
			if (i == EVENTS / 2) {
				await().atMost(TIMEOUT).until(() -> !here.isUp());
			}
		}
		assertThat(here.statistics().publishedMessages()).isZero();
		trouble.end.accept(this.commands);
		assertNothingWasLost(here, sent);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(socket.received).isEqualTo(numbered(EVENTS)));
		assertThat(here.isUp()).isTrue();
	}

	/** Of all refusals, only this one is for these commands. */
	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_STATIC", "SHARDED_DYNAMIC" })
	void retriesMessagesWhileRedisIsBusy(Mode mode) {
		TestServer here = start(mode, 1000);
		TestServer there = start(mode, 1000);
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote");
		Trouble.BUSY.begin.accept(this.client);
		List<Mono<Void>> sent = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			sent.add(emit(here, i));
			if (i == EVENTS / 2) {
				await().atMost(TIMEOUT).until(() -> !here.isUp());
			}
		}
		Trouble.BUSY.end.accept(this.commands);
		assertNothingWasLost(here, sent);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(remote.received).isEqualTo(numbered(EVENTS)));
		assertThat(here.isUp()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC" })
	void publishesMessagesWithoutFreeMemory(Mode mode) {
		TestServer here = start(mode, 1000);
		TestServer there = start(mode, 1000);
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote");
		Trouble.OUT_OF_MEMORY.begin.accept(this.client);
		emit(here, 0).block(TIMEOUT);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(remote.received).isEqualTo(numbered(1)));
	}

	@Test
	void limitsRetriedMessages() {
		TestServer here = start(Mode.STREAMS, 5);
		TestServer there = start(Mode.STREAMS, 5);
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote");
		Trouble.OUT_OF_MEMORY.begin.accept(this.client);
		List<Mono<Void>> accepted = new ArrayList<>(List.of(emit(here, 0)));
		// those that are on the wire behind a refused one may come before it
		await().atMost(TIMEOUT).until(() -> !here.isUp());
		for (int i = 1; i < 5; i++) {
			accepted.add(emit(here, i));
		}
		for (int i = 5; i < 8; i++) {
			StepVerifier.create(emit(here, i)).expectError(RedisPublicationException.class).verify(TIMEOUT);
		}
		assertThat(here.statistics().failedPublications()).isEqualTo(3);
		Trouble.OUT_OF_MEMORY.end.accept(this.commands);
		accepted.forEach((sent) -> StepVerifier.create(sent).expectComplete().verify(TIMEOUT));
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(remote.received).isEqualTo(numbered(5)));
		emit(here, 5).block(TIMEOUT);
		assertThat(here.statistics().failedPublications()).isEqualTo(3);
	}

	@Test
	void failsWaitingMessagesOnClose() {
		TestServer here = TestServer.start(this.redis.port(), Mode.STREAMS);
		here.adapter();
		here.settle();
		Trouble.OUT_OF_MEMORY.begin.accept(this.client);
		List<Mono<Void>> sent = List.of(emit(here, 0), emit(here, 1));
		await().atMost(TIMEOUT).until(() -> !here.isUp());
		here.close();
		sent.forEach((mono) -> StepVerifier.create(mono).expectError(RedisPublicationException.class).verify(TIMEOUT));
		assertThat(here.statistics().failedPublications()).isEqualTo(2);
	}

	@Test
	void failsPermanentlyRefusedMessagesAlone() {
		TestServer here = start(Mode.STREAMS, 1000);
		this.commands.set("socket.io", "no stream");
		StepVerifier.create(emit(here, 0)).expectError(RedisPublicationException.class).verify(TIMEOUT);
		Trouble.OUT_OF_MEMORY.begin.accept(this.client);
		Mono<Void> refused = emit(here, 1);
		Mono<Void> behind = emit(here, 2);
		await().atMost(TIMEOUT).until(() -> !here.isUp());
		Trouble.OUT_OF_MEMORY.end.accept(this.commands);
		StepVerifier.create(refused).expectError(RedisPublicationException.class).verify(TIMEOUT);
		StepVerifier.create(behind).expectError(RedisPublicationException.class).verify(TIMEOUT);
		assertThat(here.statistics().failedPublications()).isEqualTo(3);
		this.commands.del("socket.io");
		emit(here, 3).block(TIMEOUT);
	}

	/** Redis may take an entry when it has just refused the one before. */
	@Test
	void addsRefusedEntriesOnce() throws InterruptedException {
		TestServer here = start(Mode.STREAMS, 100_000);
		TestServer there = start(Mode.STREAMS, 100_000);
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote");
		AtomicBoolean done = new AtomicBoolean();
		RedisCommands<String, String> admin = this.client.connect().sync();
		Thread toggling = new Thread(() -> {
			while (!done.get()) {
				admin.configSet("maxmemory", "1");
				admin.configSet("maxmemory", "0");
			}
		});
		toggling.start();
		List<Mono<Void>> sent = new ArrayList<>();
		try {
			for (int i = 0; i < 3000; i++) {
				sent.add(emit(here, i));
				if (i % 100 == 0) {
					admin.ping();
				}
			}
		}
		finally {
			done.set(true);
			toggling.join();
		}
		assertNothingWasLost(here, sent);
		List<StreamMessage<String, String>> entries = this.commands.xrange("socket.io", Range.unbounded());
		assertThat(entries.stream().map(StreamMessage::getBody)).doesNotHaveDuplicates().hasSize(3000);
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(remote.received).containsExactlyInAnyOrderElementsOf(numbered(3000)));
	}

	/**
	 * What an administrator does so that Redis refuses to write, and what helps.
	 */
	enum Trouble {

		OUT_OF_MEMORY("OOM", set("maxmemory", "1"), (redis) -> redis.configSet("maxmemory", "0")),

		TOO_FEW_REPLICAS("NOREPLICAS", set("min-replicas-to-write", "1"),
				(redis) -> redis.configSet("min-replicas-to-write", "0")),

		REPLICA("READONLY", (client) -> client.connect().sync().replicaof("127.0.0.1", 1),
				RedisCommands::replicaofNoOne),

		BUSY("BUSY", Trouble::block, Trouble::unblock);

		private final String code;

		private final Consumer<RedisClient> begin;

		private final Consumer<RedisCommands<String, String>> end;

		Trouble(String code, Consumer<RedisClient> begin, Consumer<RedisCommands<String, String>> end) {
			this.code = code;
			this.begin = begin;
			this.end = end;
		}

		private static Consumer<RedisClient> set(String name, String value) {
			return (client) -> client.connect().sync().configSet(name, value);
		}

		/** Returns when others are refused. */
		private static void block(RedisClient client) {
			client.connect().async().eval("while true do end", ScriptOutputType.STATUS);
			RedisCommands<String, String> other = client.connect().sync();
			await().atMost(TIMEOUT).until(() -> isBusy(other));
		}

		private static boolean isBusy(RedisCommands<String, String> redis) {
			try {
				redis.ping();
				return false;
			}
			catch (RedisBusyException ex) {
				return true;
			}
		}

		private static void unblock(RedisCommands<String, String> redis) {
			try {
				redis.scriptKill();
			}
			catch (RedisCommandExecutionException ex) {
				assertThat(ex).hasMessageStartingWith("NOTBUSY");
			}
		}

	}

}
