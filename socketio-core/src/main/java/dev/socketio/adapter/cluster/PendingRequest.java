package dev.socketio.adapter.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A request that each other server answers once. Safe for use by several threads.
 *
 * @param <T> the type of the answers
 */
final class PendingRequest<T> {

	private final Class<T> answerType;

	private final Sinks.One<List<T>> result = Sinks.one();

	private final long started = System.nanoTime();

	/** The members that have not answered, {@code null} if only their number is known. */
	private final @Nullable Map<String, Long> missing;

	private final List<T> answers = new ArrayList<>();

	/** The servers that have answered, as far as they said who they are. */
	private final Set<String> servers = new HashSet<>();

	/** The number of answers to wait for, without the servers that have left. */
	private int expected;

	/** The number of servers that were asked. */
	private int asked;

	private @Nullable Disposable timer;

	private boolean done;

	/**
	 * Create a request.
	 * @param answerType the type of the answers
	 * @param count the number of servers that are asked
	 * @param byMember whether {@link #expect} will tell which servers these are
	 */
	PendingRequest(Class<T> answerType, int count, boolean byMember) {
		this.answerType = answerType;
		this.asked = count;
		this.expected = count;
		this.missing = byMember ? new HashMap<>() : null;
	}

	Class<T> answerType() {
		return this.answerType;
	}

	Mono<List<T>> answers() {
		return this.result.asMono();
	}

	/**
	 * Look up the servers that are expected to answer. A server that leaves meanwhile
	 * waits for the end of this method.
	 * @return whether there are none, so that the request is complete
	 */
	boolean expect(Supplier<@Nullable Map<String, Long>> members) {
		synchronized (this) {
			Map<String, Long> present = Objects.requireNonNullElse(members.get(), Map.of());
			if (this.missing != null) {
				this.missing.putAll(present);
			}
			this.asked = present.size();
			if (this.asked > 0) {
				return false;
			}
			end();
		}
		this.result.tryEmitValue(List.of());
		return true;
	}

	synchronized void timer(Disposable scheduled) {
		this.timer = scheduled;
		if (this.done) {
			scheduled.dispose();
		}
	}

	/** Returns whether the request is complete. */
	boolean add(@Nullable String server, Object answer) {
		if (!this.answerType.isInstance(answer)) {
			return false;
		}
		synchronized (this) {
			if (this.done || server != null && !this.servers.add(server)) {
				return false;
			}
			this.answers.add(this.answerType.cast(answer));
			if (this.missing != null && server != null) {
				this.missing.remove(server);
			}
			if (isIncomplete()) {
				return false;
			}
			end();
		}
		this.result.tryEmitValue(List.copyOf(this.answers));
		return true;
	}

	/** Returns whether the request is complete. */
	boolean left(String server, long since) {
		synchronized (this) {
			if (this.done || !forget(server, since) || isIncomplete()) {
				return false;
			}
			end();
		}
		this.result.tryEmitValue(List.copyOf(this.answers));
		return true;
	}

	/** Returns whether one answer less is expected now. */
	private boolean forget(String server, long since) {
		if (this.missing != null) {
			return this.missing.remove(server, since);
		}
		if (this.started - since < 0 || this.servers.contains(server)) {
			return false;
		}
		this.expected--;
		return true;
	}

	private boolean isIncomplete() {
		return (this.missing != null) ? !this.missing.isEmpty() : this.answers.size() < this.expected;
	}

	/** The message is that of the Node.js server. */
	void timeOut() {
		List<T> received;
		synchronized (this) {
			if (this.done) {
				return;
			}
			end();
			received = List.copyOf(this.answers);
		}
		List<Arguments> responses = received.stream()
			.filter(Arguments.class::isInstance)
			.map(Arguments.class::cast)
			.toList();
		this.result.tryEmitError(new RequestTimeoutException(
				"timeout reached: only " + received.size() + " responses received out of " + this.asked, responses));
	}

	void fail(Throwable error) {
		synchronized (this) {
			if (this.done) {
				return;
			}
			end();
		}
		this.result.tryEmitError(error);
	}

	private void end() {
		this.done = true;
		if (this.timer != null) {
			this.timer.dispose();
		}
	}

}
