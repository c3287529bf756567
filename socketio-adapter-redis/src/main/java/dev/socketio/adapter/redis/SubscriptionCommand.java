package dev.socketio.adapter.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;

/**
 * A command that subscribes or unsubscribes many names. Redis refuses it as a whole, or
 * confirms each name. The client calls it done when the first one is confirmed, so names
 * are told one by one. Not thread-safe.
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

	/** The names that are not confirmed, and who waits for that. */
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
	 * @return whether this command is the cause
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

	/** The same in several commands. */
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

	/** Say what was refused: Redis does not name the channel. */
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
