package dev.socketio.adapter.cluster.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.channel.Sender.Failure;
import dev.socketio.internal.ApplicationCode;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The messages of a server that wait for its bus, in the order in which they were added.
 * One batch at a time is on its way; it holds all that has been added in the meantime. A
 * message that the bus does not take for the moment is sent again, and those behind it
 * wait. The number of messages is bounded, as is the time for which they are tried again.
 * Never blocks. Safe for use by several threads.
 *
 * @param <M> the type of the messages
 * @since 0.1.0
 */
public final class Outbox<M> implements AutoCloseable {

	/** A batch that takes longer is a sign that the bus cannot be reached. */
	private static final long SLOW = TimeUnit.SECONDS.toNanos(1);

	private static final Duration RETRY_DELAY = Duration.ofMillis(200);

	private final Sender<M> sender;

	private final int maxPending;

	private final long maxAge;

	private final ClusterStatistics statistics;

	private final Runnable whenRestored;

	/** Guarded by this, as are the fields below. */
	private final Deque<Outgoing<M>> waiting = new ArrayDeque<>();

	private List<Outgoing<M>> batch = List.of();

	/** How many messages have been added. */
	private long added;

	/** The outcome of the message that was added last. */
	private Mono<Void> last = Mono.empty();

	private boolean held;

	/** Whether the outbox waits for the next attempt. */
	private boolean suspended;

	private volatile boolean closed;

	/**
	 * Whether a message was not taken, and nothing has been sent since. Changes together
	 * with the batch: otherwise a success could hide the failure of a later batch.
	 */
	private volatile boolean retrying;

	/** The time at which the batch on its way was sent, 0 if there is none. */
	private volatile long sentAt;

	private final AtomicInteger draining = new AtomicInteger();

	/**
	 * Create an outbox.
	 * @param sender sends the messages
	 * @param maxPending the greatest number of messages in the outbox; further ones fail
	 * @param maxAge how long a message is tried again
	 * @param statistics counts sent and failed messages
	 * @param whenRestored called when the bus takes messages again that it did not take
	 * before
	 */
	public Outbox(Sender<M> sender, int maxPending, Duration maxAge, ClusterStatistics statistics,
			Runnable whenRestored) {
		this.sender = sender;
		this.maxPending = maxPending;
		this.maxAge = maxAge.toNanos();
		this.statistics = statistics;
		this.whenRestored = whenRestored;
	}

	/** Keep all messages until {@link #release()}. */
	public synchronized void hold() {
		this.held = true;
	}

	/** Send the messages that were held. */
	public void release() {
		synchronized (this) {
			this.held = false;
		}
		drain();
	}

	/**
	 * Return whether the bus takes messages.
	 * @return {@code false} while the bus does not take a message, or takes more than a
	 * second for it
	 */
	public boolean isUp() {
		long since = this.sentAt;
		return !this.retrying && (since == 0 || System.nanoTime() - since < SLOW);
	}

	/**
	 * Add a message.
	 * @param message the message
	 * @param size its size in bytes
	 * @return the message on its way; fails with a {@link PublicationException} if it is
	 * too large, if there are too many, or if the bus does not take it
	 */
	public Publication add(M message, long size) {
		Outgoing<M> outgoing = new Outgoing<>(message, size, this.statistics);
		boolean immediate = isUp();
		String objection = objection(outgoing);
		if (objection != null) {
			outgoing.failed(new PublicationException(objection, null));
			return outgoing.publication();
		}
		if (!immediate) {
			outgoing.withoutOffset();
		}
		drain();
		return outgoing.publication();
	}

	/** Adds the message, or returns why not. */
	private @Nullable String objection(Outgoing<M> outgoing) {
		if (outgoing.size() > this.sender.maxMessageBytes()) {
			return "A message of " + outgoing.size() + " bytes is larger than the " + this.sender.maxMessageBytes()
					+ " bytes that " + this.sender.name() + " takes";
		}
		synchronized (this) {
			if (this.closed) {
				return closedError();
			}
			if (this.waiting.size() + this.batch.size() >= this.maxPending) {
				return this.maxPending + " messages wait for " + this.sender.name()
						+ " already; it is slow or cannot be reached";
			}
			this.waiting.addLast(outgoing);
			outgoing.number(++this.added);
			this.last = outgoing.result();
			return null;
		}
	}

	private static String closedError() {
		return "The connection to other servers is closed";
	}

	/**
	 * Return when all messages that have been added so far have an outcome. Takes the
	 * same time whatever the number of messages.
	 * @return completes when no message is left; never fails
	 */
	public synchronized Mono<Void> settled() {
		long number = this.added;
		return this.last.onErrorComplete().then(Mono.defer(() -> settledUpTo(number)));
	}

	/** Usually there are none: only a look at the bus may find a later message first. */
	private synchronized Mono<Void> settledUpTo(long number) {
		return Mono.when(Stream.concat(this.batch.stream(), this.waiting.stream())
			.takeWhile((message) -> message.number() < number)
			.filter((message) -> !message.isDone())
			.map((message) -> message.result().onErrorComplete())
			.toList());
	}

	/** Senders may answer at once and on this thread: no recursion, one loop. */
	private void drain() {
		if (this.draining.getAndIncrement() != 0) {
			return;
		}
		int requests = 1;
		do {
			sendNext();
			requests = this.draining.addAndGet(-requests);
		}
		while (requests != 0);
	}

	private void sendNext() {
		List<Outgoing<M>> next;
		synchronized (this) {
			if (this.closed || this.held || this.suspended || !this.batch.isEmpty() || this.waiting.isEmpty()) {
				return;
			}
			next = nextBatch();
			this.batch = next;
			this.sentAt = System.nanoTime() | 1;
		}
		ApplicationCode.mono(this.sender, () -> this.sender.send(next)).subscribe((nothing) -> {
		}, (error) -> ended(next, error), () -> ended(next, null));
	}

	/**
	 * As long as it is unknown whether the bus takes messages again, one is tried: of
	 * several, the bus might take those behind the refused one.
	 */
	private List<Outgoing<M>> nextBatch() {
		int max = this.retrying ? 1 : this.sender.maxBatchSize();
		List<Outgoing<M>> next = new ArrayList<>();
		long bytes = 0;
		while (!this.waiting.isEmpty() && next.size() < max
				&& (next.isEmpty() || bytes + this.waiting.getFirst().size() <= this.sender.maxBatchBytes())) {
			Outgoing<M> first = this.waiting.removeFirst();
			first.waitAgain();
			bytes += first.size();
			next.add(first);
		}
		return next;
	}

	private void ended(List<Outgoing<M>> sent, @Nullable Throwable error) {
		if (error != null) {
			Failure failure = failure(error);
			if (failure != Failure.REFUSED) {
				interrupted(sent, error, failure == Failure.UNKNOWN);
				return;
			}
		}
		List<Outgoing<M>> untried = sent.stream().filter(Outgoing::isUntried).toList();
		if (untried.size() == sent.size()) {
			interrupted(sent, new PublicationException(this.sender.name() + " has not tried a message", null), false);
			return;
		}
		boolean restored;
		synchronized (this) {
			if (!putBack(sent, untried)) {
				return;
			}
			restored = taken();
		}
		sent.stream().filter((message) -> !message.isUntried()).forEach((message) -> settle(message, error));
		proceed(restored);
	}

	private void interrupted(List<Outgoing<M>> sent, Throwable error, boolean doubtful) {
		if (doubtful) {
			sent.stream().filter((message) -> !message.isUntried()).forEach(Outgoing::doubt);
		}
		synchronized (this) {
			if (!putBack(sent, sent)) {
				return;
			}
			this.suspended = true;
			this.retrying = true;
		}
		retryLater(error);
	}

	private void settle(Outgoing<M> message, @Nullable Throwable error) {
		if (error == null) {
			message.sent(null);
		}
		else {
			message.failed(new PublicationException(this.sender.name() + " did not take a message", error));
		}
	}

	private Failure failure(Throwable error) {
		Failure[] failure = { Failure.REFUSED };
		ApplicationCode.run(() -> failure[0] = this.sender.failure(error), this.statistics::error);
		return failure[0];
	}

	/**
	 * Ends a batch, unless the outbox has been closed in the meantime. The order stays:
	 * messages of a batch are older than waiting ones.
	 */
	private boolean putBack(List<Outgoing<M>> sent, List<Outgoing<M>> again) {
		if (this.batch != sent) {
			return false;
		}
		this.batch = List.of();
		this.sentAt = 0;
		for (int i = again.size() - 1; i >= 0; i--) {
			if (!again.get(i).isDone()) {
				this.waiting.addFirst(again.get(i));
			}
		}
		return true;
	}

	/** The bus takes messages. Returns whether it did not before. */
	private boolean taken() {
		boolean restored = this.retrying;
		this.retrying = false;
		return restored;
	}

	private void proceed(boolean restored) {
		drain();
		if (restored) {
			ApplicationCode.run(this.whenRestored::run, this.statistics::error);
		}
	}

	private void retryLater(Throwable error) {
		this.statistics.error(error);
		List<Outgoing<M>> expired = new ArrayList<>();
		List<Outgoing<M>> rest;
		long now = System.nanoTime();
		synchronized (this) {
			while (!this.waiting.isEmpty() && this.waiting.getFirst().ageNanos(now) > this.maxAge) {
				expired.add(this.waiting.removeFirst());
			}
			rest = List.copyOf(this.waiting);
		}
		expired.forEach((message) -> settle(message, error));
		rest.forEach(Outgoing::withoutOffset);
		Schedulers.parallel().schedule(this::retry, RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void retry() {
		List<Outgoing<M>> doubtful;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			doubtful = this.waiting.stream().filter(Outgoing::isDoubtful).toList();
		}
		if (doubtful.isEmpty()) {
			resume();
			return;
		}
		ApplicationCode.mono(this.sender, () -> this.sender.verify(doubtful)).subscribe((nothing) -> {
		}, this::notVerified, this::resume);
	}

	private void notVerified(Throwable error) {
		if (failure(error) == Failure.REFUSED) {
			this.statistics.error(error);
			resume();
		}
		else {
			retryLater(error);
		}
	}

	private void resume() {
		boolean restored;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.suspended = false;
			this.waiting.removeIf(Outgoing::isDone);
			restored = this.waiting.isEmpty() && taken();
		}
		proceed(restored);
	}

	/** Fail all messages that have no outcome yet. */
	@Override
	public void close() {
		List<Outgoing<M>> rest = new ArrayList<>();
		synchronized (this) {
			this.closed = true;
			rest.addAll(this.batch);
			rest.addAll(this.waiting);
			this.batch = List.of();
			this.waiting.clear();
		}
		rest.forEach((message) -> message.failed(new PublicationException(closedError(), null)));
	}

}
