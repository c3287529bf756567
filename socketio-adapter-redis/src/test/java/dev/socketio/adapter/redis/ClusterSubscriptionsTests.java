package dev.socketio.adapter.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.redis.Subscriptions.Receiver;
import io.lettuce.core.KillArgs;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for subscriptions in a Redis Cluster, which has one node here.
 */
class ClusterSubscriptionsTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final Receiver receiver = (channel, payload) -> this.received.add(channel + " " + new String(payload));

	private RedisServer node;

	private RedisClient admin;

	private RedisCommands<String, String> commands;

	private RedisClusterClient client;

	private RedisConnections connections;

	@BeforeEach
	void start(@TempDir Path directory) throws IOException {
		int port = freePort();
		this.node = RedisServer.builder()
			.port(port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no")
			.setting("cluster-enabled yes")
			.setting("cluster-config-file nodes.conf")
			.setting("cluster-port " + freePort())
			.setting("dir " + directory)
			.build();
		this.node.start();
		this.admin = TestServer.client(port);
		this.commands = this.admin.connect().sync();
		this.commands.clusterAddSlotsRange(Range.create(0, 16383));
		await().atMost(TIMEOUT).until(() -> this.commands.clusterInfo().contains("cluster_state:ok"));
		this.client = RedisClusterClient.create("redis://127.0.0.1:" + port);
		this.connections = RedisConnections.open(this.client, 100);
	}

	@AfterEach
	void stop() throws IOException {
		this.connections.close();
		this.client.shutdown(Duration.ZERO, TIMEOUT);
		this.admin.shutdown(Duration.ZERO, TIMEOUT);
		this.node.stop();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Test
	void channelsOfSeveralSlotsCanBeSubscribedTo() {
		Subscriptions subscriptions = this.connections.subscriptions();
		subscriptions.subscribe(SubscriptionKind.SHARD_CHANNEL, this.receiver, "a", "b", "c").block(TIMEOUT);
		subscriptions.subscribe(SubscriptionKind.CHANNEL, this.receiver, "d").block(TIMEOUT);
		subscriptions.subscribe(SubscriptionKind.PATTERN, this.receiver, "e*").block(TIMEOUT);
		assertThat(this.connections.isUp()).isTrue();
		this.commands.spublish("b", "1");
		await().atMost(TIMEOUT).until(() -> this.received.size() == 1);
		this.commands.publish("d", "2");
		await().atMost(TIMEOUT).until(() -> this.received.size() == 2);
		this.commands.publish("ef", "3");
		await().atMost(TIMEOUT).until(() -> this.received.size() == 3);
		assertThat(this.received).containsExactly("b 1", "d 2", "ef 3");
		subscriptions.unsubscribe(SubscriptionKind.SHARD_CHANNEL, this.receiver, "a", "b").block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> this.commands.pubsubShardChannels("*").equals(List.of("c")));
	}

	@Test
	void subscriptionsComeBack() {
		Subscriptions subscriptions = this.connections.subscriptions();
		subscriptions.subscribe(SubscriptionKind.SHARD_CHANNEL, this.receiver, "a", "b").block(TIMEOUT);
		this.commands.clientKill(KillArgs.Builder.typePubsub().skipme());
		await().atMost(TIMEOUT).until(() -> this.commands.pubsubShardChannels("*").size() == 2);
		await().atMost(TIMEOUT).until(this.connections::isUp);
		this.commands.spublish("a", "1");
		await().atMost(TIMEOUT).until(() -> this.received.equals(List.of("a 1")));
	}

	@Test
	void nothingIsSubscribedAfterClosing() {
		Subscriptions subscriptions = this.connections.subscriptions();
		subscriptions.subscribe(SubscriptionKind.SHARD_CHANNEL, this.receiver, "a").block(TIMEOUT);
		this.connections.close();
		subscriptions.subscribe(SubscriptionKind.SHARD_CHANNEL, this.receiver, "b").block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> this.commands.pubsubShardChannels("*").isEmpty());
		assertThat(this.connections.isUp()).isFalse();
	}

}
