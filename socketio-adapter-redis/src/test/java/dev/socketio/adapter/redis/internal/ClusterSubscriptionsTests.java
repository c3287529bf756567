package dev.socketio.adapter.redis.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.socketio.adapter.redis.internal.Subscriptions.Receiver;
import dev.socketio.testsupport.TestRedisCluster;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for subscriptions in a Redis Cluster whose first master has a replica. The client
 * has the settings that it has by default, and so does not look for changes by itself.
 */
class ClusterSubscriptionsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int MASTERS = 3;

	private static final int REPLICA = 3;

	private static final SubscriptionKind SHARD = SubscriptionKind.SHARD_CHANNEL;

	/** On all masters. */
	private static final String[] CHANNELS = IntStream.range(0, 12)
		.mapToObj((i) -> "room-é" + i)
		.toArray(String[]::new);

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final Receiver receiver = (channel, payload) -> this.received
		.add(channel + " " + new String(payload, StandardCharsets.UTF_8));

	private final TestRedisCluster cluster = TestRedisCluster.start(MASTERS, 1);

	private final RedisClusterClient client = RedisClusterClient.create("redis://127.0.0.1:" + this.cluster.port(1));

	private final RedisConnections connections = RedisConnections.open(this.client, 1000);

	private final RedisConnections publisher = RedisConnections.open(this.client, 1000);

	private final Subscriptions subscriptions = this.connections.subscriptions();

	@AfterEach
	void stop() {
		this.publisher.close();
		this.connections.close();
		this.client.shutdown(Duration.ZERO, TIMEOUT);
		this.cluster.close();
	}

	private void subscribeAll() {
		this.subscriptions.subscribe(SHARD, this.receiver, CHANNELS).block(TIMEOUT);
		this.subscriptions.subscribe(SubscriptionKind.CHANNEL, this.receiver, "classic").block(TIMEOUT);
		this.subscriptions.subscribe(SubscriptionKind.PATTERN, this.receiver, "pattern*").block(TIMEOUT);
		assertThat(this.connections.isUp()).isTrue();
	}

	private void publish(String value) {
		byte[] payload = value.getBytes(StandardCharsets.UTF_8);
		for (String channel : CHANNELS) {
			this.publisher.send(channel, (commands) -> commands.spublish(channel, payload)).block(TIMEOUT);
		}
		for (String channel : List.of("classic", "pattern1")) {
			this.publisher.send(channel, (commands) -> commands.publish(channel, payload)).block(TIMEOUT);
		}
	}

	private static List<String> all(String value) {
		return Stream.concat(Arrays.stream(CHANNELS), Stream.of("classic", "pattern1"))
			.map((channel) -> channel + " " + value)
			.toList();
	}

	/**
	 * Everything comes, once; a message behind the others shows that nothing else does.
	 */
	private void assertDelivered(String value) {
		this.received.clear();
		publish(value);
		await().atMost(TIMEOUT).until(() -> this.received.size() >= all(value).size());
		publish(value + " again");
		List<String> expected = new ArrayList<>(all(value));
		expected.addAll(all(value + " again"));
		await().atMost(TIMEOUT).until(() -> this.received.size() >= expected.size());
		assertThat(this.received).containsExactlyInAnyOrderElementsOf(expected);
	}

	/** Each channel has one subscriber among all nodes. */
	private void awaitSubscriptions(int... nodes) {
		await().atMost(TIMEOUT).until(this.connections::isUp);
		await().atMost(TIMEOUT).untilAsserted(() -> {
			for (String channel : CHANNELS) {
				assertThat(Arrays.stream(nodes)
					.mapToObj((node) -> this.cluster.command(node, "PUBSUB SHARDNUMSUB " + channel))
					.filter((answer) -> answer.endsWith(":1"))).as(channel).hasSize(1);
			}
			assertThat(Arrays.stream(nodes)
				.mapToObj((node) -> this.cluster.command(node, "PUBSUB NUMSUB classic"))
				.filter((answer) -> answer.endsWith(":1"))).hasSize(1);
		});
	}

	@Test
	void subscribesToChannelsOfSeveralNodes() {
		subscribeAll();
		assertDelivered("1");
		awaitSubscriptions(0, 1, 2, REPLICA);
		this.subscriptions.unsubscribe(SHARD, this.receiver, CHANNELS[0], CHANNELS[1]).block(TIMEOUT);
		for (int node = 0; node < MASTERS; node++) {
			assertThat(this.cluster.command(node, "PUBSUB SHARDNUMSUB " + CHANNELS[0])).endsWith(":0");
			assertThat(this.cluster.command(node, "PUBSUB SHARDNUMSUB " + CHANNELS[1])).endsWith(":0");
		}
	}

	@Test
	void restoresSubscriptions() {
		subscribeAll();
		for (int node = 0; node < MASTERS; node++) {
			this.cluster.command(node, "CLIENT KILL TYPE pubsub");
		}
		awaitSubscriptions(0, 1, 2, REPLICA);
		assertDelivered("1");
	}

	@Test
	void followsALostMaster() {
		subscribeAll();
		this.cluster.stop(0);
		this.cluster.awaitPromotion(REPLICA);
		awaitSubscriptions(1, 2, REPLICA);
		assertDelivered("1");
		this.cluster.restart(0);
		this.cluster.awaitDemotion(0);
		awaitSubscriptions(0, 1, 2, REPLICA);
		assertDelivered("2");
	}

	@Test
	void followsAPromotion() {
		subscribeAll();
		this.cluster.promote(REPLICA);
		this.cluster.awaitDemotion(0);
		this.client.refreshPartitions();
		awaitSubscriptions(0, 1, 2, REPLICA);
		await().atMost(TIMEOUT).until(() -> this.cluster.command(REPLICA, "PUBSUB SHARDCHANNELS *").contains("room"));
		awaitSubscriptions(1, 2, REPLICA);
		assertDelivered("1");
	}

	@Test
	void followsASlot() {
		subscribeAll();
		String channel = CHANNELS[0];
		int slot = SlotHash.getSlot(channel.getBytes(StandardCharsets.UTF_8));
		int from = IntStream.range(0, MASTERS)
			.filter((node) -> this.cluster.command(node, "PUBSUB SHARDNUMSUB " + channel).endsWith(":1"))
			.findFirst()
			.getAsInt();
		int to = (from + 1) % MASTERS;
		this.cluster.move(slot, to);
		await().atMost(TIMEOUT).until(() -> this.cluster.command(to, "PUBSUB SHARDNUMSUB " + channel).endsWith(":1"));
		awaitSubscriptions(0, 1, 2);
		assertDelivered("1");
	}

	@Test
	void subscribesToNothingAfterClosing() {
		subscribeAll();
		this.connections.close();
		this.subscriptions.subscribe(SHARD, this.receiver, "late").block(TIMEOUT);
		for (int i = 0; i < MASTERS; i++) {
			int node = i;
			await().atMost(TIMEOUT)
				.until(() -> this.cluster.command(node, "PUBSUB SHARDCHANNELS *").isEmpty()
						&& this.cluster.command(node, "PUBSUB CHANNELS *").isEmpty());
		}
		assertThat(this.connections.isUp()).isFalse();
	}

}
