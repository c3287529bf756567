package dev.socketio.adapter.redis.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;

/**
 * A command that subscribes or unsubscribes several names. Redis refuses it as a whole,
 * or confirms each name. Lettuce completes the command with the first confirmation, so
 * names are confirmed one by one, by the events of the connection. No upstream issue is
 * known; it shows when the future of a {@code SUBSCRIBE} with thousands of names
 * completes while {@code PUBSUB NUMSUB} of the last name is still 0. Not thread-safe.
 */
final class SubscriptionCommand {

	private final SubscriptionKind kind;

	private final boolean subscribe;

	private final Map<String, List<Confirmation>> unconfirmed = new LinkedHashMap<>();

	SubscriptionCommand(SubscriptionKind kind, boolean subscribe) {
		this.kind = kind;
		this.subscribe = subscribe;
	}

	SubscriptionKind kind() {
		return this.kind;
	}

	boolean isSubscribe() {
		return this.subscribe;
	}

	void add(String name, List<Confirmation> confirmations) {
		this.unconfirmed.put(name, confirmations);
	}

	/** The names that are not confirmed, with those who wait for it. */
	Map<String, List<Confirmation>> unconfirmed() {
		return this.unconfirmed;
	}

	String[] names() {
		return this.unconfirmed.keySet().toArray(String[]::new);
	}

	RedisFuture<Void> send(RedisPubSubAsyncCommands<String, byte[]> commands, String[] names) {
		return this.subscribe ? this.kind.subscribe(commands, names) : this.kind.unsubscribe(commands, names);
	}

	/**
	 * Note that a name is confirmed.
	 * @return whether the name belongs to this command
	 */
	boolean confirm(SubscriptionKind confirmed, boolean subscribed, String name) {
		if (confirmed != this.kind || subscribed != this.subscribe) {
			return false;
		}
		List<Confirmation> confirmations = this.unconfirmed.remove(name);
		if (confirmations == null) {
			return false;
		}
		confirmations.forEach(Confirmation::confirmed);
		return true;
	}

	/** Split the unconfirmed names into several commands. */
	List<SubscriptionCommand> split(int size) {
		List<SubscriptionCommand> parts = new ArrayList<>();
		this.unconfirmed.forEach((name, confirmations) -> {
			if (parts.isEmpty() || parts.get(parts.size() - 1).unconfirmed.size() == size) {
				parts.add(new SubscriptionCommand(this.kind, this.subscribe));
			}
			parts.get(parts.size() - 1).add(name, confirmations);
		});
		return parts;
	}

	/** Add the refused name to the error, which does not have it. */
	RedisCommandExecutionException explain(RedisCommandExecutionException refusal) {
		String name = String.join(" ", this.unconfirmed.keySet());
		String command = this.kind.command(this.subscribe);
		String message = refusal.getMessage() + ": " + command + " " + name;
		if (String.valueOf(refusal.getMessage()).startsWith("NOPERM")) {
			message += "; the user needs +" + command.toLowerCase(Locale.ROOT) + " &" + name;
		}
		return new RedisCommandExecutionException(message, refusal);
	}

}
