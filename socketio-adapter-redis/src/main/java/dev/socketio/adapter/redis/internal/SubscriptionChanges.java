package dev.socketio.adapter.redis.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Computes the next command from the wanted subscriptions and those that Redis has
 * confirmed on this connection. One command is in flight at a time, because replies do
 * not tell which command they belong to; changes that are made meanwhile go with the next
 * one. Only the latest change of a name counts. Not thread-safe.
 */
final class SubscriptionChanges {

	/** Maximum number of names in a command. */
	static final int BATCH = 1000;

	/** Number of refused names that are tried again at a time, one by one. */
	private static final int PROBES = 16;

	private final Receivers wanted;

	/** Names that have changed, in the order of the changes. */
	private final Map<Topic, List<Confirmation>> waiting = new LinkedHashMap<>();

	/** Commands to send before further names are compared. */
	private final Deque<SubscriptionCommand> planned = new ArrayDeque<>();

	private final Set<Topic> confirmed = new HashSet<>();

	private final Set<Topic> refused = new LinkedHashSet<>();

	/** Whether a command may have sharded channels of one slot only. */
	private boolean onlyOneShardChannel;

	private boolean connected;

	private @Nullable SubscriptionCommand current;

	SubscriptionChanges(Receivers wanted) {
		this.wanted = wanted;
	}

	/** Note that a name is wanted, or is no longer. */
	void look(SubscriptionKind kind, String name, Confirmation confirmation) {
		Topic topic = new Topic(kind, name);
		this.waiting.computeIfAbsent(topic, (key) -> new ArrayList<>(1)).add(confirmation);
		if (!isWanted(topic)) {
			this.refused.remove(topic);
			if (!this.connected) {
				this.waiting.remove(topic).forEach(Confirmation::confirmed);
			}
		}
	}

	private boolean isWanted(Topic topic) {
		return this.wanted.contains(topic.kind(), topic.name());
	}

	/** Start with a new connection, which has no subscriptions. */
	Confirmation restore() {
		this.connected = true;
		Set<Topic> all = new LinkedHashSet<>();
		for (SubscriptionKind kind : SubscriptionKind.values()) {
			this.wanted.names(kind).forEach((name) -> all.add(new Topic(kind, name)));
		}
		Confirmation restored = new Confirmation(all.size());
		all.forEach((topic) -> look(topic.kind(), topic.name(), restored));
		return restored;
	}

	/** Note that the connection is lost, with all its subscriptions. */
	void forget() {
		this.connected = false;
		this.confirmed.clear();
		this.refused.clear();
		this.onlyOneShardChannel = false;
		if (this.current != null) {
			this.planned.addFirst(this.current);
			this.current = null;
		}
		this.planned.forEach((command) -> command.unconfirmed()
			.forEach((name, confirmations) -> this.waiting
				.computeIfAbsent(new Topic(command.kind(), name), (key) -> new ArrayList<>(1))
				.addAll(confirmations)));
		this.planned.clear();
		this.waiting.entrySet().removeIf((entry) -> {
			boolean obsolete = !isWanted(entry.getKey());
			if (obsolete) {
				entry.getValue().forEach(Confirmation::confirmed);
			}
			return obsolete;
		});
	}

	/** Return the next command, if there is one and none is in flight. */
	@Nullable SubscriptionCommand next() {
		if (this.current != null) {
			return null;
		}
		while (this.planned.isEmpty() && !this.waiting.isEmpty()) {
			plan();
		}
		this.current = this.planned.poll();
		return this.current;
	}

	/** Called while no command is in flight, so that all confirmations are in. */
	private void plan() {
		Map<SubscriptionKind, SubscriptionCommand> subscribe = new EnumMap<>(SubscriptionKind.class);
		Map<SubscriptionKind, SubscriptionCommand> unsubscribe = new EnumMap<>(SubscriptionKind.class);
		Iterator<Map.Entry<Topic, List<Confirmation>>> names = this.waiting.entrySet().iterator();
		for (int i = 0; i < BATCH && names.hasNext(); i++) {
			Map.Entry<Topic, List<Confirmation>> entry = names.next();
			names.remove();
			Topic topic = entry.getKey();
			boolean isWanted = isWanted(topic);
			if (isWanted == this.confirmed.contains(topic)) {
				entry.getValue().forEach(Confirmation::confirmed);
			}
			else {
				(isWanted ? subscribe : unsubscribe)
					.computeIfAbsent(topic.kind(), (kind) -> new SubscriptionCommand(kind, isWanted))
					.add(topic.name(), entry.getValue());
			}
		}
		subscribe.values().forEach(this::plan);
		unsubscribe.values().forEach(this::plan);
	}

	private void plan(SubscriptionCommand command) {
		boolean single = this.onlyOneShardChannel && command.kind() == SubscriptionKind.SHARD_CHANNEL;
		this.planned.addAll(single ? command.split(1) : List.of(command));
	}

	boolean isBusy() {
		return this.current != null;
	}

	boolean isInFlight(SubscriptionCommand command) {
		return command == this.current;
	}

	/** Note that Redis has subscribed or unsubscribed a name. */
	void confirmed(SubscriptionKind kind, boolean subscribed, String name) {
		Topic topic = new Topic(kind, name);
		if (subscribed) {
			this.confirmed.add(topic);
			if (this.refused.remove(topic)) {
				// permissions were given, possibly for the others, too
				this.refused.forEach(this::lookAgain);
			}
		}
		else {
			this.confirmed.remove(topic);
		}
		SubscriptionCommand command = this.current;
		if (command != null && command.confirm(kind, subscribed, name)) {
			if (command.unconfirmed().isEmpty()) {
				this.current = null;
			}
		}
		else if (isWanted(topic) != subscribed) {
			lookAgain(topic);
		}
	}

	private void lookAgain(Topic topic) {
		this.waiting.computeIfAbsent(topic, (key) -> new ArrayList<>(1));
	}

	/**
	 * Note that Redis refuses the command in flight. If it has several names, some of
	 * them may be permitted, so it is split.
	 * @return the error, if it is known which name it is about
	 */
	@Nullable RedisCommandExecutionException refused(RedisCommandExecutionException error) {
		SubscriptionCommand command = this.current;
		this.current = null;
		if (command == null) {
			return null;
		}
		int size = command.unconfirmed().size();
		if (size > 1) {
			boolean slots = String.valueOf(error.getMessage()).startsWith("CROSSSLOT");
			this.onlyOneShardChannel |= slots;
			List<SubscriptionCommand> parts = command.split(slots ? 1 : (size + 1) / 2);
			for (int i = parts.size() - 1; i >= 0; i--) {
				this.planned.addFirst(parts.get(i));
			}
			return null;
		}
		RedisCommandExecutionException refusal = command.explain(error);
		command.unconfirmed().forEach((name, confirmations) -> {
			Topic topic = new Topic(command.kind(), name);
			if (command.isSubscribe() && isWanted(topic)) {
				this.refused.add(topic);
			}
			confirmations.forEach((confirmation) -> confirmation.refused(refusal));
		});
		return refusal;
	}

	boolean isRefused() {
		return !this.refused.isEmpty();
	}

	/** Try some of the refused names again, each in its turn. */
	void probe() {
		List<Topic> probes = this.refused.stream().limit(PROBES).toList();
		for (Topic topic : probes) {
			this.refused.remove(topic);
			this.refused.add(topic);
			SubscriptionCommand command = new SubscriptionCommand(topic.kind(), true);
			command.add(topic.name(), List.of());
			this.planned.add(command);
		}
	}

	/**
	 * A channel or a pattern.
	 *
	 * @param kind the kind
	 * @param name the name
	 */
	private record Topic(SubscriptionKind kind, String name) {

	}

}
