package dev.socketio.adapter.redis.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import dev.socketio.adapter.redis.internal.Subscriptions.Receiver;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what one Redis is told about what is wanted.
 */
class NodeSubscriptionsTests {

	private static final Duration TIMEOUT = TestClients.TIMEOUT;

	private static final SubscriptionKind SHARD = SubscriptionKind.SHARD_CHANNEL;

	private static final String[] COMMANDS = { "SUBSCRIBE", "UNSUBSCRIBE", "SSUBSCRIBE", "SUNSUBSCRIBE" };

	private final TestRedis redis = TestRedis.start();

	private final RedisClient admin = TestClients.client(this.redis.port());

	private final RedisCommands<String, String> commands = this.admin.connect().sync();

	private final RedisClient client = TestClients.client(this.redis.port());

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final Receiver receiver = (channel, payload) -> this.received.add(channel + " " + new String(payload));

	@AfterEach
	void close() {
		this.client.shutdown(Duration.ZERO, TIMEOUT);
		this.admin.shutdown(Duration.ZERO, TIMEOUT);
		this.redis.close();
	}

	private RedisConnections open() {
		return RedisConnections.open(this.client, 100);
	}

	private static String[] names(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "room" + i).toArray(String[]::new);
	}

	private void awaitUp(RedisConnections connections, boolean up) {
		await().atMost(TIMEOUT).until(() -> connections.isUp() == up);
	}

	/** What was asked for while a command was on the way goes with the next one. */
	@Test
	void batchesBursts() throws IOException {
		try (RedisConnections connections = open(); RedisMonitor monitor = new RedisMonitor(this.redis.port())) {
			Subscriptions subscriptions = connections.subscriptions();
			String[] names = names(50_000);
			Flux.fromArray(names)
				.map((name) -> subscriptions.subscribe(SHARD, this.receiver, name))
				.collectList()
				.flatMap(Mono::when)
				.block(TIMEOUT);
			assertThat(this.commands.pubsubShardChannels("*")).hasSize(names.length);
			assertThat(monitor.commands(COMMANDS)).hasSizeLessThan(names.length / 2)
				.allMatch((command) -> command.size() <= SubscriptionChanges.BATCH + 1);
			monitor.clear();
			this.commands.clientKill(KillArgs.Builder.typePubsub().skipme());
			await().atMost(TIMEOUT).until(() -> monitor.commands(COMMANDS).size() >= 50);
			awaitUp(connections, true);
			assertThat(this.commands.pubsubShardChannels("*")).hasSize(names.length);
			assertThat(monitor.commands(COMMANDS)).hasSize(50);
			monitor.clear();
			subscriptions.unsubscribe(SHARD, this.receiver, names).block(TIMEOUT);
			assertThat(this.commands.pubsubShardChannels("*")).isEmpty();
			await().atMost(TIMEOUT).untilAsserted(() -> assertThat(monitor.commands(COMMANDS)).hasSize(50));
		}
	}

	@Test
	void ignoresOldConnections() throws IOException {
		try (RedisConnections connections = open(); RedisMonitor monitor = new RedisMonitor(this.redis.port())) {
			NodeSubscriptions subscriptions = (NodeSubscriptions) connections.subscriptions();
			subscriptions.subscribe(SubscriptionKind.CHANNEL, this.receiver, "a").block(TIMEOUT);
			SubscriptionConnection old = new SubscriptionConnection(
					this.client.connectPubSub(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)));
			old.start(subscriptions);
			old.unsubscribed("a", 0);
			old.close().join();
			old.message("a", "late".getBytes(StandardCharsets.UTF_8));
			subscriptions.subscribe(SubscriptionKind.CHANNEL, this.receiver, "b").block(TIMEOUT);
			this.commands.publish("a", "1");
			await().atMost(TIMEOUT).until(() -> !this.received.isEmpty());
			assertThat(this.received).containsExactly("a 1");
			await().atMost(TIMEOUT)
				.until(() -> monitor.commands(COMMANDS).stream().anyMatch((command) -> command.text(1).equals("b")));
			assertThat(monitor.commands(COMMANDS)).filteredOn((command) -> command.text(1).equals("a"))
				.hasSizeLessThan(2);
		}
	}

	/** A command may not name channels that live elsewhere. */
	@Test
	void separatesKinds() {
		try (RedisConnections connections = open()) {
			Subscriptions subscriptions = connections.subscriptions();
			Mono.when(subscriptions.subscribe(SubscriptionKind.CHANNEL, this.receiver, "a", "b"),
					subscriptions.subscribe(SubscriptionKind.PATTERN, this.receiver, Subscriptions.pattern("a[1]")),
					subscriptions.subscribe(SHARD, this.receiver, "a", "c"))
				.block(TIMEOUT);
			assertThat(this.commands.pubsubNumsub("a", "b", "c")).containsOnly(entry("a", 1L), entry("b", 1L),
					entry("c", 0L));
			assertThat(this.commands.pubsubShardNumsub("a", "b", "c")).containsOnly(entry("a", 1L), entry("b", 0L),
					entry("c", 1L));
			this.commands.publish("a", "1");
			this.commands.publish("a[1]b", "2");
			this.commands.publish("a1b", "3");
			this.commands.spublish("a", "4");
			await().atMost(TIMEOUT).until(() -> this.received.size() == 3);
			assertThat(this.received).containsExactly("a 1", "a[1]b 2", "a 4");
		}
	}

	/** Whatever the order of commands and confirmations, the last wish counts. */
	@ParameterizedTest
	@EnumSource(names = { "RESP2", "RESP3" })
	void appliesTheLatestChange(ProtocolVersion version) {
		this.client.setOptions(ClientOptions.builder().protocolVersion(version).build());
		try (RedisConnections connections = open()) {
			Subscriptions subscriptions = connections.subscriptions();
			Random random = new Random(7);
			boolean[] wanted = new boolean[100];
			List<Mono<Void>> answers = new ArrayList<>();
			for (int i = 0; i < 20_000; i++) {
				int room = random.nextInt(wanted.length);
				wanted[room] = !wanted[room];
				answers.add(wanted[room] ? subscriptions.subscribe(SHARD, this.receiver, "room" + room)
						: subscriptions.unsubscribe(SHARD, this.receiver, "room" + room));
				if (i % 5000 == 2500) {
					this.commands.clientKill(KillArgs.Builder.typePubsub().skipme());
				}
				if (i % 100 == 0) {
					this.commands.spublish("room" + room, "ping");
				}
			}
			Mono.when(answers).block(TIMEOUT);
			awaitUp(connections, true);
			List<String> expected = IntStream.range(0, wanted.length)
				.filter((room) -> wanted[room])
				.mapToObj((room) -> "room" + room)
				.toList();
			assertThat(this.commands.pubsubShardChannels("*")).containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	@Test
	void keepsNamesOfOtherReceivers() {
		try (RedisConnections connections = open()) {
			Subscriptions subscriptions = connections.subscriptions();
			Receiver former = (channel, payload) -> this.received.add("former");
			subscriptions.subscribe(SHARD, former, "a");
			subscriptions.subscribe(SHARD, this.receiver, "a");
			subscriptions.unsubscribe(SHARD, former, "a").block(TIMEOUT);
			this.commands.spublish("a", "1");
			await().atMost(TIMEOUT).until(() -> !this.received.isEmpty());
			assertThat(this.received).containsExactly("a 1");
		}
	}

	/** Rooms may have any name, and one must not keep others from being subscribed. */
	@Test
	void toleratesNamesThatCannotBeEncoded() {
		try (RedisConnections connections = open()) {
			Subscriptions subscriptions = connections.subscriptions();
			subscriptions.subscribe(SHARD, this.receiver, "a", "\ud800", "\u00e4\ud83d\ude00", "b").block(TIMEOUT);
			assertThat(this.commands.pubsubShardChannels("*")).containsExactlyInAnyOrder("a", "?", "\u00e4\ud83d\ude00",
					"b");
			subscriptions.unsubscribe(SHARD, this.receiver, "a", "\ud800", "\u00e4\ud83d\ude00").block(TIMEOUT);
			assertThat(this.commands.pubsubShardChannels("*")).containsExactly("b");
		}
	}

	@Test
	void appliesChangesAfterAnInterruption() {
		try (RedisConnections connections = open()) {
			Subscriptions subscriptions = connections.subscriptions();
			subscriptions.subscribe(SHARD, this.receiver, "stays", "leaves").block(TIMEOUT);
			this.redis.stop();
			awaitUp(connections, false);
			Mono<Void> joined = subscriptions.subscribe(SHARD, this.receiver, "joins", "joinsAndLeaves");
			StepVerifier.create(subscriptions.unsubscribe(SHARD, this.receiver, "leaves", "joinsAndLeaves"))
				.expectComplete()
				.verify(TIMEOUT);
			this.redis.restart();
			joined.block(TIMEOUT);
			awaitUp(connections, true);
			RedisCommands<String, String> redis = this.admin.connect().sync();
			assertThat(redis.pubsubShardChannels("*")).containsExactlyInAnyOrder("stays", "joins");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "RESP2", "RESP3" })
	void reportsAndRetriesRefusedNames(ProtocolVersion version) {
		this.commands.aclSetuser("chat", rules().channelPattern("ok*"));
		RedisURI uri = RedisURI.builder()
			.withHost("127.0.0.1")
			.withPort(this.redis.port())
			.withAuthentication("chat", "secret")
			.build();
		RedisClient restricted = RedisClient.create(uri);
		restricted.setOptions(ClientOptions.builder().protocolVersion(version).build());
		try (RedisConnections connections = RedisConnections.open(restricted, 100)) {
			List<Throwable> errors = new CopyOnWriteArrayList<>();
			connections.statistics().errors().subscribe(errors::add);
			Subscriptions subscriptions = connections.subscriptions();
			awaitUp(connections, true);
			StepVerifier.create(subscriptions.subscribe(SHARD, this.receiver, "ok1", "no1", "ok2", "no2", "ok3"))
				.expectError(RedisCommandExecutionException.class)
				.verify(TIMEOUT);
			assertThat(connections.isUp()).isFalse();
			assertThat(this.commands.pubsubShardChannels("*")).containsExactlyInAnyOrder("ok1", "ok2", "ok3");
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(errors).extracting(Throwable::getMessage)
					.anyMatch((message) -> message.startsWith("NOPERM") && message.contains("SSUBSCRIBE no1")
							&& message.contains("+ssubscribe &no1"))
					.anyMatch((message) -> message.contains("SSUBSCRIBE no2")));
			subscriptions.unsubscribe(SHARD, this.receiver, "no2").block(TIMEOUT);
			assertThat(connections.isUp()).isFalse();
			this.commands.aclSetuser("chat", rules().channelPattern("*"));
			awaitUp(connections, true);
			assertThat(this.commands.pubsubShardChannels("*")).containsExactlyInAnyOrder("ok1", "ok2", "ok3", "no1");
		}
		finally {
			restricted.shutdown(Duration.ZERO, TIMEOUT);
		}
	}

	private static AclSetuserArgs rules() {
		return AclSetuserArgs.Builder.on()
			.addPassword("secret")
			.addCommand(CommandType.PING)
			.addCommand(CommandType.SSUBSCRIBE)
			.addCommand(CommandType.SUNSUBSCRIBE);
	}

	@Test
	void forgetsRefusedNamesThatAreUnsubscribed() {
		this.commands.aclSetuser("chat", rules());
		RedisURI uri = RedisURI.builder()
			.withHost("127.0.0.1")
			.withPort(this.redis.port())
			.withAuthentication("chat", "secret")
			.build();
		RedisClient restricted = RedisClient.create(uri);
		try (RedisConnections connections = RedisConnections.open(restricted, 100)) {
			Subscriptions subscriptions = connections.subscriptions();
			String[] names = names(40);
			StepVerifier.create(subscriptions.subscribe(SHARD, this.receiver, names))
				.expectError(RedisCommandExecutionException.class)
				.verify(TIMEOUT);
			assertThat(connections.isUp()).isFalse();
			subscriptions.unsubscribe(SHARD, this.receiver, names).block(TIMEOUT);
			assertThat(connections.isUp()).isTrue();
		}
		finally {
			restricted.shutdown(Duration.ZERO, TIMEOUT);
		}
	}

	@Test
	void subscribesToNothingAfterClosing() {
		RedisConnections connections = open();
		Subscriptions subscriptions = connections.subscriptions();
		subscriptions.subscribe(SHARD, this.receiver, names(3)).block(TIMEOUT);
		Mono<Void> pending = subscriptions.subscribe(SHARD, this.receiver, names(5000));
		connections.close();
		subscriptions.subscribe(SHARD, this.receiver, "late").block(TIMEOUT);
		subscriptions.unsubscribe(SHARD, this.receiver, "late").block(TIMEOUT);
		pending.block(TIMEOUT);
		assertThat(connections.isUp()).isFalse();
		await().atMost(TIMEOUT).until(() -> this.commands.pubsubShardChannels("*").isEmpty());
	}

	@Test
	void doesNotReconnectAfterClosing() {
		RedisConnections connections = open();
		connections.subscriptions().subscribe(SHARD, this.receiver, "a").block(TIMEOUT);
		this.redis.stop();
		awaitUp(connections, false);
		connections.close();
		this.redis.restart();
		RedisConnections others = open();
		others.subscriptions().subscribe(SHARD, this.receiver, "b").block(TIMEOUT);
		await().during(Duration.ofSeconds(1))
			.atMost(TIMEOUT)
			.until(() -> this.commands.pubsubShardChannels("*").equals(List.of("b")));
		others.close();
	}

}
