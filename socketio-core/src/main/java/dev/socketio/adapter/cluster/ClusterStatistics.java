package dev.socketio.adapter.cluster;

import java.util.concurrent.atomic.LongAdder;

import dev.socketio.internal.Results;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Counts what the adapters of one server exchange with others, and tells of errors. Safe
 * for use by several threads.
 *
 * @since 0.1.0
 */
public final class ClusterStatistics {

	private static final Logger logger = LoggerFactory.getLogger(ClusterStatistics.class);

	private final LongAdder published = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder received = new LongAdder();

	private final LongAdder ignored = new LongAdder();

	private final LongAdder gaps = new LongAdder();

	private final Sinks.Many<Throwable> errors = Sinks.many().multicast().directBestEffort();

	/** Count a message that has been published. */
	public void published() {
		this.published.increment();
	}

	/**
	 * Count a message that could not be published, or of which nobody knows.
	 * @param error the reason
	 */
	public void publicationFailed(Throwable error) {
		this.failed.increment();
		error(error);
	}

	/** Count a message of another server. */
	public void received() {
		this.received.increment();
	}

	/**
	 * Count a message that is not understood, with one line in the log.
	 * @param channel where it came from
	 * @param reason what is wrong with it
	 */
	public void ignored(String channel, String reason) {
		this.ignored.increment();
		logger.debug("Ignored a message on {}: {}", channel, reason);
	}

	/**
	 * Count that an unknown number of messages of other servers has been missed.
	 * @param error the reason
	 */
	public void gap(Throwable error) {
		this.gaps.increment();
		error(error);
	}

	/**
	 * Tell of an error.
	 * @param error the error
	 */
	public void error(Throwable error) {
		logger.debug("Communication with other servers failed", error);
		synchronized (this.errors) {
			this.errors.tryEmitNext(error);
		}
	}

	/**
	 * Return how many messages have been published.
	 * @return the number
	 */
	public long publishedMessages() {
		return this.published.sum();
	}

	/**
	 * Return how many messages could not be published.
	 * @return the number
	 */
	public long failedPublications() {
		return this.failed.sum();
	}

	/**
	 * Return how many messages of other servers, and of this one, have been received.
	 * @return the number
	 */
	public long receivedMessages() {
		return this.received.sum();
	}

	/**
	 * Return how many messages were not understood.
	 * @return the number
	 */
	public long ignoredMessages() {
		return this.ignored.sum();
	}

	/**
	 * Return how often messages of other servers have been missed, because the connection
	 * was lost for longer than they are kept.
	 * @return the number of gaps
	 */
	public long gaps() {
		return this.gaps.sum();
	}

	/**
	 * Return the errors from now on.
	 * @return errors, emitted by the threads that meet them; slow subscribers miss some
	 */
	public Flux<Throwable> errors() {
		return Results.of(this.errors.asFlux());
	}

}
