package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.adapter.cluster.channel.PublicationException;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.KillArgs;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections break and Redis goes away: clients of this server notice nothing, others
 * get nothing twice, and everything is as it was afterwards.
 */
class InterruptionTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private static final BroadcastOptions ALL = BroadcastOptions.ALL;

	private static final int EVENTS = 500;

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
		return add(TestServer.start(this.redis.port(), mode));
	}

	private TestServer add(TestServer server) {
		server.adapter();
		this.servers.add(server);
		return server;
	}

	private static Mono<Void> emit(TestServer server, BroadcastOptions options, Object... args) {
		return server.adapter().broadcast(Packet.event("/", "e", args), options);
	}

	private static List<String> events(TestNamespace.TestSocket socket) {
		return socket.received.stream().filter((text) -> text.startsWith("[\"e\",")).toList();
	}

	private static List<String> numbered(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "[\"e\"," + i + "]").toList();
	}

	/** Break the connections of all servers, those for subscriptions and the others. */
	private void killAll() {
		this.commands.clientKill(KillArgs.Builder.typeNormal().skipme());
		this.commands.clientKill(KillArgs.Builder.typePubsub().skipme());
	}

	private void whileConnectionsBreak(int count, IntConsumer action) throws InterruptedException {
		AtomicBoolean done = new AtomicBoolean();
		Thread killer = new Thread(() -> {
			while (!done.get()) {
				killAll();
				LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
			}
		});
		killer.start();
		try {
			for (int i = 0; i < count; i++) {
				action.accept(i);
				if (i % 4 == 0) {
					LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
				}
			}
		}
		finally {
			done.set(true);
			killer.join();
		}
	}

	/** All servers receive the messages of all others again. */
	private void awaitRecovery() {
		await().atMost(TIMEOUT).until(() -> this.servers.stream().allMatch((server) -> server.isUp()));
		for (TestServer server : this.servers) {
			await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
				server.settle();
				return server.adapter().serverCount().block(TIMEOUT) == this.servers.size();
			});
		}
	}

	/** Connections that were replaced may take a moment to end. */
	private void awaitSubscriptions(Mode mode, String... rooms) {
		await().atMost(TIMEOUT).untilAsserted(() -> assertSubscriptions(mode, rooms));
	}

	/** Each server is subscribed once to each of its channels. */
	private void assertSubscriptions(Mode mode, String... rooms) {
		int count = this.servers.size();
		Map<String, Long> counts;
		if (mode.isClassic()) {
			counts = this.commands.pubsubNumsub("socket.io-request#/#", "socket.io-response#/#");
			assertThat(this.commands.clientList().lines().filter((line) -> line.contains(" psub=1 "))).hasSize(count);
			this.servers.forEach((server) -> assertThat(
					this.commands.pubsubNumsub("socket.io-response#/#" + server.adapter().uid() + "#").values())
				.containsExactly(1L));
		}
		else if (mode.isSharded() || mode == Mode.STREAMS_SHARDED) {
			List<String> channels = new ArrayList<>(List.of("socket.io#/#"));
			if (mode.isSharded() && mode != Mode.SHARDED_STATIC) {
				List.of(rooms).forEach((room) -> channels.add("socket.io#/#" + room + "#"));
			}
			counts = this.commands.pubsubShardNumsub(channels.toArray(String[]::new));
			this.servers.forEach((server) -> assertThat(
					this.commands.pubsubShardNumsub("socket.io#/#" + server.adapter().uid() + "#").values())
				.containsExactly(1L));
		}
		else {
			counts = this.commands.pubsubNumsub("socket.io#/#");
		}
		assertThat(counts.values()).isNotEmpty().allMatch((subscribers) -> subscribers == count);
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_STATIC", "SHARDED_DYNAMIC", "SHARDED_DYNAMIC_PRIVATE", "STREAMS" })
	void hidesBrokenConnectionsFromClients(Mode mode) throws InterruptedException {
		TestServer here = start(mode);
		TestServer there = start(mode);
		TestNamespace.TestSocket local = here.namespace("/").connect("local", "r1");
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote", "r1");
		this.servers.forEach(TestServer::settle);
		whileConnectionsBreak(EVENTS, (i) -> {
			emit(here, (i % 2 == 0) ? ALL : ALL.withRooms("r1"), i);
			assertThat(local.received).hasSize(i + 1);
		});
		assertThat(events(local)).isEqualTo(numbered(EVENTS));
		awaitRecovery();
		emit(here, ALL.withRooms("r1"), EVENTS).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> remote.received.contains("[\"e\"," + EVENTS + "]"));
		assertThat(events(remote)).doesNotHaveDuplicates()
			.isSubsetOf(numbered(EVENTS + 1))
			.isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
		if (mode.isStreams()) {
			assertThat(events(remote)).isEqualTo(numbered(EVENTS + 1));
		}
		awaitSubscriptions(mode, "r1");
		assertThat(here.statistics().ignoredMessages()).isZero();
	}

	private static int number(String event) {
		return Integer.parseInt(event.substring("[\"e\",".length(), event.length() - 1));
	}

	/** Nothing is lost and nothing is added twice, in the middle of a burst as well. */
	@Test
	void addsEachEntryOnce() throws InterruptedException {
		TestServer here = start(Mode.STREAMS);
		TestServer there = start(Mode.STREAMS);
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote");
		TestNamespace.TestSocket chat = there.namespace("/chat").connect("chat");
		here.namespace("/chat");
		whileConnectionsBreak(300, (i) -> {
			for (int j = 0; j < 10; j++) {
				emit(here, ALL, i * 10 + j);
				here.adapter("/chat").broadcast(Packet.event("/chat", "e", i * 10 + j), ALL);
			}
		});
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(events(remote)).hasSizeGreaterThanOrEqualTo(3000));
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(events(chat)).hasSizeGreaterThanOrEqualTo(3000));
		assertThat(events(remote)).isEqualTo(numbered(3000));
		assertThat(events(chat)).isEqualTo(numbered(3000));
		// others may have read an entry before it is confirmed here
		await().atMost(TIMEOUT).until(() -> here.statistics().publishedMessages() >= 6000);
		List<StreamMessage<String, String>> entries = this.commands.xrange("socket.io", Range.unbounded());
		assertThat(entries).hasSize(6000);
		assertThat(here.statistics().failedPublications()).isZero();
		assertThat(here.statistics().publishedMessages()).isEqualTo(6000);
	}

	/** Its entries are still looked for, or all behind them would be added again. */
	@Test
	void confirmsEntriesOfClosedNamespaces() {
		TestServer here = start(Mode.STREAMS);
		for (int round = 0; round < 10; round++) {
			String name = "/n" + round;
			RedisAdapter closing = here.adapter(name);
			for (int i = 0; i < 50; i++) {
				closing.broadcast(Packet.event(name, "e", i), ALL);
				emit(here, ALL, round * 50 + i);
			}
			killAll();
			closing.close().block(TIMEOUT);
		}
		awaitRecovery();
		await().atMost(TIMEOUT).until(() -> here.statistics().publishedMessages() == 1000);
		List<String> entries = this.commands.xrange("socket.io", Range.unbounded())
			.stream()
			.map((entry) -> entry.getBody().toString())
			.toList();
		assertThat(entries).hasSize(1000).doesNotHaveDuplicates();
	}

	/** As after a failover to a replica that had not got it. */
	@Test
	void continuesWhenTheLastEntryIsMissing() {
		TestServer here = start(Mode.STREAMS);
		TestServer there = start(Mode.STREAMS);
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote");
		for (int i = 0; i < 3; i++) {
			emit(here, ALL, i).block(TIMEOUT);
		}
		await().atMost(TIMEOUT).until(() -> events(remote).size() == 3);
		String last = this.commands.xrevrange("socket.io", Range.unbounded(), Limit.from(1)).get(0).getId();
		this.commands.xdel("socket.io", last);
		killAll();
		awaitRecovery();
		emit(here, ALL, 3).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> events(remote).contains("[\"e\",3]"));
		assertThat(events(remote)).isEqualTo(numbered(4));
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "STREAMS" })
	void failsPublicationsAfterClosing(Mode mode) {
		TestServer here = TestServer.start(this.redis.port(), mode);
		RedisAdapter adapter = here.adapter();
		here.close();
		StepVerifier.create(adapter.broadcast(Packet.event("/", "e", 1), ALL))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(PublicationException.class)
				.hasMessage("The connection is closed"))
			.verify(TIMEOUT);
	}

	@Test
	void deliversRecoverableEventsLocallyWhileConnectionsBreak() throws InterruptedException {
		TestServer here = add(TestServer.startWithRecovery(this.redis.port(), Mode.STREAMS));
		TestServer there = add(TestServer.startWithRecovery(this.redis.port(), Mode.STREAMS));
		TestNamespace.TestSocket local = here.namespace("/").connect("local");
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote");
		whileConnectionsBreak(EVENTS, (i) -> emit(here, ALL, i));
		await().atMost(TIMEOUT).until(() -> events(local).size() >= EVENTS && events(remote).size() >= EVENTS);
		assertThat(events(local).stream().map(InterruptionTests::withoutOffset)).isEqualTo(numbered(EVENTS));
		assertThat(events(remote).stream().map(InterruptionTests::withoutOffset)).isEqualTo(numbered(EVENTS));
		assertThat(events(remote)).allMatch((event) -> event.matches("\\[\"e\",[0-9]+,\"[0-9]+-[0-9]+\"]"));
		assertThat(new HashSet<>(events(remote))).hasSize(EVENTS);
	}

	private static String withoutOffset(String event) {
		return event.replaceFirst(",\"[0-9]+-[0-9]+\"]$", "]");
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "SHARDED_DYNAMIC_PRIVATE", "STREAMS", "STREAMS_SHARDED" })
	void recoversFromARestartOfRedis(Mode mode) {
		TestServer here = start(mode);
		TestServer there = start(mode);
		TestNamespace.TestSocket local = here.namespace("/").connect("local", "r1");
		TestNamespace.TestSocket remote = there.namespace("/").connect("remote", "before", "left");
		this.servers.forEach(TestServer::settle);
		emit(here, ALL, 0).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> events(remote).size() == 1);
		this.redis.stop();
		await().atMost(TIMEOUT).until(() -> this.servers.stream().noneMatch((server) -> server.isUp()));
		there.adapter().del("remote", "left");
		there.adapter().addAll("remote", List.of("r1", "meanwhile"));
		TestNamespace.TestSocket late = there.namespace("/").connect("late", "r1");
		for (int i = 1; i < 50; i++) {
			emit(here, ALL.withRooms("r1"), i);
		}
		assertThat(events(local)).isEqualTo(numbered(50));
		this.redis.restart();
		awaitRecovery();
		if (mode.isStreams()) {
			await().atMost(TIMEOUT).untilAsserted(() -> assertThat(events(remote)).isEqualTo(numbered(50)));
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(events(late)).isEqualTo(numbered(50).subList(1, 50)));
		}
		emit(here, ALL.withRooms("meanwhile"), 50).block(TIMEOUT);
		emit(here, ALL.withRooms("left"), 51).block(TIMEOUT);
		emit(here, ALL.withRooms("r1"), 52).block(TIMEOUT);
		emit(here, ALL.withRooms("before"), 53).block(TIMEOUT);
		emit(here, ALL, 54).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> remote.received.contains("[\"e\",54]"));
		assertThat(events(remote)).contains("[\"e\",50]", "[\"e\",52]", "[\"e\",53]")
			.doesNotContain("[\"e\",51]")
			.doesNotHaveDuplicates();
		awaitSubscriptions(mode, "r1");
		if (mode.isSharded()) {
			assertThat(this.commands.pubsubShardNumsub("socket.io#/#left#").values()).containsExactly(0L);
			assertThat(this.commands.pubsubShardNumsub("socket.io#/#meanwhile#").values()).containsExactly(1L);
		}
		assertThat(here.adapter().serverSideEmitWithAck("ask", List.of()).block(TIMEOUT)).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void limitsWaitingPublications(Mode mode) {
		TestServer here = add(TestServer.start(this.redis.port(), mode, 5));
		TestNamespace.TestSocket local = here.namespace("/").connect("local");
		here.settle();
		this.redis.stop();
		here.awaitLoss();
		List<Throwable> errors = new ArrayList<>();
		here.adapter().errors().filter(PublicationException.class::isInstance).subscribe(errors::add);
		long failed = here.statistics().failedPublications();
		List<Mono<Void>> accepted = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			accepted.add(emit(here, ALL, i));
		}
		for (int i = 5; i < 20; i++) {
			StepVerifier.create(emit(here, ALL, i))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(PublicationException.class)
					.hasMessageContaining("5 messages wait"))
				.verify(TIMEOUT);
		}
		assertThat(events(local)).isEqualTo(numbered(20));
		assertThat(here.statistics().failedPublications() - failed).isEqualTo(15);
		assertThat(errors).hasSize(15);
		long published = here.statistics().publishedMessages();
		this.redis.restart();
		accepted.forEach((sent) -> sent.block(TIMEOUT));
		await().atMost(TIMEOUT).until(() -> here.statistics().publishedMessages() - published == 5);
		emit(here, ALL, 20).block(TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void failsRequestsWhileRedisIsAway(Mode mode) {
		TestServer here = add(TestServer.start(this.redis.port(), mode, Mode.SHORT_REQUEST_TIMEOUT));
		here.settle();
		this.redis.stop();
		await().atMost(TIMEOUT).until(() -> !here.isUp());
		Mono<List<Arguments>> answers = here.adapter().serverSideEmitWithAck("ask", List.of());
		StepVerifier.create(here.adapter().fetchSockets(ALL)).expectError().verify(TIMEOUT);
		StepVerifier.create(answers).expectError().verify(TIMEOUT);
		this.redis.restart();
		awaitRecovery();
		StepVerifier.create(here.adapter().fetchSockets(ALL)).expectComplete().verify(TIMEOUT);
	}

	/** The number of servers is unknown then. */
	@ParameterizedTest
	@EnumSource(names = { "SHARDED_DYNAMIC", "STREAMS" })
	void usesTheTimeoutOfTheRequest(Mode mode) {
		TestServer here = start(mode);
		here.settle();
		this.redis.stop();
		await().atMost(TIMEOUT).until(() -> !here.isUp());
		BroadcastOptions impatient = ALL.withFlags(BroadcastFlags.NONE.withTimeout(Duration.ofMillis(150)));
		StepVerifier.create(here.adapter().fetchSockets(impatient))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(RequestTimeoutException.class)
				.hasMessageContaining("after 150 ms"))
			.verify(TIMEOUT);
		this.redis.restart();
	}

	/** Closing must not wait for what is not there. */
	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void closesWithoutRedis(Mode mode) {
		TestServer here = TestServer.start(this.redis.port(), mode);
		here.adapter();
		here.settle();
		this.redis.stop();
		await().atMost(TIMEOUT).until(() -> !here.isUp());
		assertThat(Mono.fromRunnable(here.connection()::close)
			.subscribeOn(Schedulers.boundedElastic())
			.timeout(Duration.ofSeconds(15))
			.onErrorResume(RedisException.class, (error) -> Mono.empty())
			.then(Mono.just(true))
			.block(TIMEOUT)).isTrue();
		this.redis.restart();
	}

}
