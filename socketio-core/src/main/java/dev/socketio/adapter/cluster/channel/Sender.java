package dev.socketio.adapter.cluster.channel;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * Sends the messages of an {@link Outbox}. The outbox calls it for one batch at a time;
 * the next one follows when the returned publisher has ended. Methods are called from any
 * thread and must not block.
 *
 * @param <M> the type of the messages
 * @since 0.1.0
 */
public interface Sender<M> {

	/**
	 * Return the name of the bus.
	 * @return a name for exceptions and logs, such as {@code MongoDB}
	 */
	String name();

	/**
	 * Send messages in their order. The sender may report the outcome of single messages
	 * with the methods of {@link Outgoing}. When the publisher completes, the others are
	 * sent; when it fails, {@link #failure} decides about the others.
	 * @param batch the messages, at least one
	 * @return completes when the bus has taken the messages; has to end, as the outbox
	 * does not limit the time
	 */
	Mono<Void> send(List<Outgoing<M>> batch);

	/**
	 * Find out which messages the bus has taken although it did not say so. Called with
	 * the messages of {@link Failure#UNKNOWN} failures, before anything else is sent.
	 * Messages without an outcome when the publisher completes are sent again.
	 * <p>
	 * By default they fail: most buses cannot be asked, and a message that arrives twice
	 * is worse than one that is counted as failed.
	 * @param doubtful the messages in their order, at least one
	 * @return completes when the outcomes are known; if it fails with
	 * {@link Failure#REFUSED}, the messages are sent again, else they are looked up again
	 */
	default Mono<Void> verify(List<Outgoing<M>> doubtful) {
		doubtful.forEach((message) -> message
			.failed(new PublicationException("It is unknown whether " + name() + " has taken a message", null)));
		return Mono.empty();
	}

	/**
	 * Classify an error.
	 * @param error the error of {@link #send} or {@link #verify}
	 * @return the consequence; {@link Failure#REFUSED} by default
	 */
	default Failure failure(Throwable error) {
		return Failure.REFUSED;
	}

	/**
	 * Return the size up to which the bus takes messages. Larger ones fail at once.
	 * @return the size in bytes
	 */
	default int maxMessageBytes() {
		return Integer.MAX_VALUE;
	}

	/**
	 * Return the greatest number of messages of a batch.
	 * @return the number, at least 1
	 */
	default int maxBatchSize() {
		return 500;
	}

	/**
	 * Return the greatest size of a batch. A single message may be larger.
	 * @return the size in bytes
	 */
	default int maxBatchBytes() {
		return 4 * 1024 * 1024;
	}

	/**
	 * The consequence of an error for the messages that have no other outcome.
	 *
	 * @since 0.1.0
	 */
	enum Failure {

		/** The bus does not take the messages: they fail. */
		REFUSED,

		/**
		 * The bus has not taken the messages but may do so later: they are sent again.
		 */
		NOT_NOW,

		/**
		 * The bus may have taken the messages: they are {@linkplain Sender#verify looked
		 * up}.
		 */
		UNKNOWN

	}

}
