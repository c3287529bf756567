package dev.socketio.adapter.cluster.channel;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.internal.Results;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A message in an {@link Outbox}. Its outcome is reported once, by the {@link Sender} or
 * by the outbox; later reports are ignored. Safe for use by several threads.
 *
 * @param <M> the type of the message
 * @since 0.1.0
 */
public final class Outgoing<M> {

	private final M message;

	private final long size;

	private final ClusterStatistics statistics;

	private final long since = System.nanoTime();

	private final Sinks.One<String> offset = Sinks.one();

	private final Sinks.Empty<Void> result = Sinks.empty();

	private final AtomicBoolean done = new AtomicBoolean();

	/** Guarded by the outbox. */
	private long number;

	private volatile boolean doubtful;

	private volatile boolean untried;

	Outgoing(M message, long size, ClusterStatistics statistics) {
		this.message = message;
		this.size = size;
		this.statistics = statistics;
	}

	/**
	 * Return the message.
	 * @return the message
	 */
	public M message() {
		return this.message;
	}

	/**
	 * Return whether the bus may have the message from an earlier attempt.
	 * @return {@code true} behind a {@link Sender.Failure#UNKNOWN} failure
	 */
	public boolean isDoubtful() {
		return this.doubtful;
	}

	/**
	 * Report that the bus has taken the message.
	 * @param place the offset of the message, {@code null} if it has none
	 */
	public void sent(@Nullable String place) {
		if (this.done.compareAndSet(false, true)) {
			this.statistics.published();
			if (place != null) {
				this.offset.tryEmitValue(place);
			}
			else {
				this.offset.tryEmitEmpty();
			}
			this.result.tryEmitEmpty();
		}
	}

	/**
	 * Report that the bus will not take the message.
	 * @param error the reason
	 */
	public void failed(PublicationException error) {
		if (this.done.compareAndSet(false, true)) {
			this.statistics.publicationFailed(error);
			this.offset.tryEmitEmpty();
			this.result.tryEmitError(error);
		}
	}

	/**
	 * Report that the message has not been tried, because of another one of its batch.
	 * The outbox sends it again.
	 */
	public void untried() {
		this.untried = true;
	}

	/**
	 * Return whether the message has been reported as not tried.
	 * @return {@code true} until it is sent again
	 */
	public boolean isUntried() {
		return this.untried;
	}

	boolean isDone() {
		return this.done.get();
	}

	long size() {
		return this.size;
	}

	long ageNanos(long now) {
		return now - this.since;
	}

	void doubt() {
		this.doubtful = true;
	}

	void waitAgain() {
		this.untried = false;
	}

	/** Do not let local deliveries wait for the offset any longer. */
	void withoutOffset() {
		this.offset.tryEmitEmpty();
	}

	/** Set the place of the message among all that have been added. */
	void number(long place) {
		this.number = place;
	}

	long number() {
		return this.number;
	}

	/** The outcome. */
	Mono<Void> result() {
		return this.result.asMono();
	}

	Publication publication() {
		return new Publication(this.offset.asMono(), Results.of(this.result.asMono()));
	}

}
