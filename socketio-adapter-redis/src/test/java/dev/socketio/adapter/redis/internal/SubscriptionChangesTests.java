package dev.socketio.adapter.redis.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.internal.Subscriptions.Receiver;
import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubscriptionChanges}, with a Redis that answers when it is told to.
 */
class SubscriptionChangesTests {

	private static final SubscriptionKind SHARD = SubscriptionKind.SHARD_CHANNEL;

	private static final Receiver IGNORING = (channel, payload) -> {
	};

	private final Receivers wanted = new Receivers(new ClusterStatistics());

	private final SubscriptionChanges changes = new SubscriptionChanges(this.wanted);

	@BeforeEach
	void connect() {
		this.changes.restore();
	}

	private Confirmation subscribe(SubscriptionKind kind, String... names) {
		Confirmation confirmation = new Confirmation(names.length);
		for (String name : names) {
			this.wanted.put(kind, name, IGNORING);
			this.changes.look(kind, name, confirmation);
		}
		return confirmation;
	}

	private Confirmation unsubscribe(SubscriptionKind kind, String name) {
		this.wanted.remove(kind, name, IGNORING);
		Confirmation confirmation = new Confirmation(1);
		this.changes.look(kind, name, confirmation);
		return confirmation;
	}

	private @Nullable String next() {
		SubscriptionCommand command = this.changes.next();
		return (command == null) ? null
				: command.kind().command(command.isSubscribe()) + " " + String.join(" ", command.names());
	}

	private void confirm(SubscriptionKind kind, boolean subscribed, String... names) {
		for (String name : names) {
			this.changes.confirmed(kind, subscribed, name);
		}
	}

	private @Nullable String refuse(String message) {
		RedisCommandExecutionException error = this.changes.refused(new RedisCommandExecutionException(message));
		return (error != null) ? error.getMessage() : null;
	}

	private static boolean isDone(Confirmation confirmation) {
		List<String> done = new ArrayList<>();
		confirmation.whenDone(() -> done.add("done"));
		return !done.isEmpty();
	}

	@Test
	void sendsNextCommandWhenAllNamesAreConfirmed() {
		Confirmation first = subscribe(SHARD, "a", "b");
		assertThat(next()).isEqualTo("SSUBSCRIBE a b");
		Confirmation second = subscribe(SHARD, "c");
		subscribe(SubscriptionKind.CHANNEL, "x");
		confirm(SHARD, true, "b");
		assertThat(next()).isNull();
		assertThat(isDone(first)).isFalse();
		confirm(SHARD, true, "a");
		assertThat(isDone(first)).isTrue();
		assertThat(next()).isEqualTo("SUBSCRIBE x");
		confirm(SubscriptionKind.CHANNEL, true, "x");
		assertThat(next()).isEqualTo("SSUBSCRIBE c");
		assertThat(isDone(second)).isFalse();
		confirm(SHARD, true, "c");
		assertThat(isDone(second)).isTrue();
		assertThat(next()).isNull();
	}

	/** Others count a server by its channels, and then rely on its patterns. */
	@Test
	void subscribesToPatternsFirst() {
		subscribe(SubscriptionKind.CHANNEL, "x");
		subscribe(SubscriptionKind.PATTERN, "p*");
		assertThat(next()).isEqualTo("PSUBSCRIBE p*");
		confirm(SubscriptionKind.PATTERN, true, "p*");
		assertThat(next()).isEqualTo("SUBSCRIBE x");
	}

	@Test
	void sendsNothingForChangesThatCancelOut() {
		subscribe(SHARD, "a");
		assertThat(next()).isEqualTo("SSUBSCRIBE a");
		Confirmation left = unsubscribe(SHARD, "a");
		Confirmation joined = subscribe(SHARD, "a");
		confirm(SHARD, true, "a");
		assertThat(next()).isNull();
		assertThat(isDone(left)).isTrue();
		assertThat(isDone(joined)).isTrue();
	}

	@Test
	void unsubscribesNamesLeftDuringSubscription() {
		subscribe(SHARD, "a");
		assertThat(next()).isEqualTo("SSUBSCRIBE a");
		unsubscribe(SHARD, "a");
		confirm(SHARD, true, "a");
		assertThat(next()).isEqualTo("SUNSUBSCRIBE a");
		confirm(SHARD, false, "a");
		assertThat(next()).isNull();
	}

	@Test
	void subscribesAgainWhenRedisUnsubscribes() {
		subscribe(SHARD, "a", "b");
		next();
		confirm(SHARD, true, "a", "b");
		confirm(SHARD, false, "a");
		assertThat(next()).isEqualTo("SSUBSCRIBE a");
	}

	@Test
	void limitsNamesOfACommand() {
		subscribe(SHARD, IntStream.range(0, 2500).mapToObj(Integer::toString).toArray(String[]::new));
		List<Integer> sizes = new ArrayList<>();
		for (SubscriptionCommand command = this.changes.next(); command != null; command = this.changes.next()) {
			sizes.add(command.names().length);
			confirm(SHARD, true, command.names());
		}
		assertThat(sizes).containsExactly(1000, 1000, 500);
	}

	@Test
	void splitsRefusedCommands() {
		Confirmation confirmation = subscribe(SHARD, "a", "b", "no");
		next();
		assertThat(refuse("NOPERM")).isNull();
		assertThat(next()).isEqualTo("SSUBSCRIBE a b");
		confirm(SHARD, true, "a", "b");
		assertThat(next()).isEqualTo("SSUBSCRIBE no");
		assertThat(refuse("NOPERM")).isEqualTo("NOPERM: SSUBSCRIBE no; the user needs +ssubscribe &no");
		assertThat(isDone(confirmation)).isTrue();
		assertThat(next()).isNull();
		assertThat(this.changes.isRefused()).isTrue();
		this.changes.probe();
		assertThat(next()).isEqualTo("SSUBSCRIBE no");
		confirm(SHARD, true, "no");
		assertThat(this.changes.isRefused()).isFalse();
	}

	@Test
	void retriesRefusedNames() {
		String[] names = IntStream.range(0, 20).mapToObj((i) -> "n" + i).toArray(String[]::new);
		subscribe(SHARD, names);
		while (this.changes.next() != null) {
			refuse("NOPERM");
		}
		this.changes.probe();
		int probes = 0;
		while (this.changes.next() != null) {
			refuse("NOPERM");
			probes++;
		}
		assertThat(probes).isEqualTo(16);
		this.changes.probe();
		assertThat(next()).isEqualTo("SSUBSCRIBE n16");
		confirm(SHARD, true, "n16");
		List<String> again = new ArrayList<>();
		for (SubscriptionCommand command = this.changes.next(); command != null; command = this.changes.next()) {
			again.addAll(List.of(command.names()));
			confirm(SHARD, true, command.names());
		}
		assertThat(again).contains(names[0], names[15], names[19]);
		assertThat(this.changes.isRefused()).isFalse();
	}

	/** A single node of a cluster wants channels of one slot in a command. */
	@Test
	void sendsChannelsOfSeveralSlotsOneByOne() {
		subscribe(SHARD, "a", "b");
		next();
		assertThat(refuse("CROSSSLOT Keys in request don't hash to the same slot")).isNull();
		assertThat(next()).isEqualTo("SSUBSCRIBE a");
		confirm(SHARD, true, "a");
		assertThat(next()).isEqualTo("SSUBSCRIBE b");
		confirm(SHARD, true, "b");
		subscribe(SHARD, "c", "d");
		assertThat(next()).isEqualTo("SSUBSCRIBE c");
		assertThat(this.changes.isRefused()).isFalse();
	}

	@Test
	void startsAnewOnANewConnection() {
		subscribe(SHARD, "a", "b", "c");
		next();
		confirm(SHARD, true, "a", "b", "c");
		Confirmation leaving = unsubscribe(SHARD, "c");
		next();
		Confirmation joining = subscribe(SubscriptionKind.CHANNEL, "x");
		this.changes.forget();
		assertThat(isDone(leaving)).isTrue();
		assertThat(isDone(unsubscribe(SHARD, "b"))).isTrue();
		assertThat(isDone(joining)).isFalse();
		Confirmation restored = this.changes.restore();
		assertThat(next()).isEqualTo("SUBSCRIBE x");
		confirm(SubscriptionKind.CHANNEL, true, "x");
		assertThat(isDone(joining)).isTrue();
		assertThat(next()).isEqualTo("SSUBSCRIBE a");
		assertThat(isDone(restored)).isFalse();
		confirm(SHARD, true, "a");
		assertThat(isDone(restored)).isTrue();
		assertThat(next()).isNull();
	}

}
