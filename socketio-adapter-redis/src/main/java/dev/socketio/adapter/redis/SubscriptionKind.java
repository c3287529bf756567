package dev.socketio.adapter.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;

/**
 * What can be subscribed to, in the order in which it is asked for: a server that is
 * counted by a channel gets what matches its patterns.
 */
enum SubscriptionKind {

	PATTERN("P") {

		@Override
		RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.psubscribe(names);
		}

		@Override
		RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.punsubscribe(names);
		}

	},

	CHANNEL("") {

		@Override
		RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.subscribe(names);
		}

		@Override
		RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.unsubscribe(names);
		}

	},

	SHARD_CHANNEL("S") {

		@Override
		RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.ssubscribe(names);
		}

		@Override
		RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names) {
			return commands.sunsubscribe(names);
		}

	};

	private final String letter;

	SubscriptionKind(String letter) {
		this.letter = letter;
	}

	abstract RedisFuture<Void> subscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names);

	abstract RedisFuture<Void> unsubscribe(RedisPubSubAsyncCommands<String, byte[]> commands, String... names);

	/** The name of the command. */
	String command(boolean subscribe) {
		return this.letter + (subscribe ? "SUBSCRIBE" : "UNSUBSCRIBE");
	}

}
