package dev.socketio.adapter.redis.internal;

import java.util.Map;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.AsyncExecutions;
import io.lettuce.core.cluster.api.async.NodeSelectionAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;

/**
 * The kinds of subscriptions, in the order in which they are made: a server that is
 * counted by a channel already receives messages that match its patterns.
 *
 * @since 0.1.0
 */
public enum SubscriptionKind {

	/**
	 * All channels whose names match a pattern. Redis counts the subscribers of channels
	 * only: {@code PUBSUB NUMPAT} tells how many patterns there are, not who has one.
	 * Servers are counted by the channel that each of them subscribes to, so a count of a
	 * pattern is a mistake of the caller.
	 */
	PATTERN("P") {

		@Override
		RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.psubscribe(names);
		}

		@Override
		RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.punsubscribe(names);
		}

		@Override
		RedisFuture<Map<String, Long>> count(RedisClusterAsyncCommands<String, byte[]> commands, String channel) {
			throw new UnsupportedOperationException("Redis does not count the subscribers of a pattern");
		}

		@Override
		AsyncExecutions<Map<String, Long>> count(NodeSelectionAsyncCommands<String, byte[]> commands, String channel) {
			throw new UnsupportedOperationException("Redis does not count the subscribers of a pattern");
		}

	},

	/** A channel that all nodes of a cluster know. */
	CHANNEL("") {

		@Override
		RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.subscribe(names);
		}

		@Override
		RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.unsubscribe(names);
		}

		@Override
		RedisFuture<Map<String, Long>> count(RedisClusterAsyncCommands<String, byte[]> commands, String channel) {
			return commands.pubsubNumsub(channel);
		}

		@Override
		AsyncExecutions<Map<String, Long>> count(NodeSelectionAsyncCommands<String, byte[]> commands, String channel) {
			return commands.pubsubNumsub(channel);
		}

	},

	/** A channel that lives on the node of its slot. */
	SHARD_CHANNEL("S") {

		@Override
		RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.ssubscribe(names);
		}

		@Override
		RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.sunsubscribe(names);
		}

		@Override
		RedisFuture<Map<String, Long>> count(RedisClusterAsyncCommands<String, byte[]> commands, String channel) {
			return commands.pubsubShardNumsub(channel);
		}

		@Override
		AsyncExecutions<Map<String, Long>> count(NodeSelectionAsyncCommands<String, byte[]> commands, String channel) {
			return commands.pubsubShardNumsub(channel);
		}

	};

	private final String letter;

	SubscriptionKind(String letter) {
		this.letter = letter;
	}

	abstract RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names);

	abstract RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names);

	/** Count the subscriptions of a channel at one node. */
	abstract RedisFuture<Map<String, Long>> count(RedisClusterAsyncCommands<String, byte[]> commands, String channel);

	/** Count the subscriptions of a channel at several nodes. */
	abstract AsyncExecutions<Map<String, Long>> count(NodeSelectionAsyncCommands<String, byte[]> commands,
			String channel);

	/** The name of the command. */
	String command(boolean subscribe) {
		return this.letter + (subscribe ? "SUBSCRIBE" : "UNSUBSCRIBE");
	}

}
