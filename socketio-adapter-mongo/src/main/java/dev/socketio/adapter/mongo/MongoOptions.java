package dev.socketio.adapter.mongo;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * Options of {@code @socket.io/mongo-adapter}, and how the collection is created. All
 * servers of a cluster need the same collection and the same kind of it.
 *
 * @param addCreatedAtField whether documents have a date by which a TTL index removes
 * them; otherwise the collection is to be capped
 * @param heartbeatInterval how long this server may be silent before it sends a heartbeat
 * @param heartbeatTimeout how long other servers may be silent before they do not count
 * any more
 * @param requestsTimeout how long other servers have to answer when the caller does not
 * say
 * @param cappedSize size in bytes of a capped collection that is created
 * @param timeToLive how long documents stay in a collection that is created with a TTL
 * index
 * @param maxPending how many documents may wait for MongoDB at a time; further ones fail
 * @since 0.1.0
 */
public record MongoOptions(boolean addCreatedAtField, Duration heartbeatInterval, Duration heartbeatTimeout,
		Duration requestsTimeout, long cappedSize, Duration timeToLive, int maxPending) {

	/** The defaults of the Node.js package, and the sizes that its manual suggests. */
	public static final MongoOptions DEFAULT = new MongoOptions(false, Duration.ofSeconds(5), Duration.ofSeconds(10),
			Duration.ofSeconds(5), 1_000_000, Duration.ofHours(1), 10_000);

	/**
	 * Create options.
	 * @throws IllegalArgumentException if a number or a duration is not positive, or the
	 * heartbeat timeout is not longer than the interval
	 */
	public MongoOptions {
		Durations.check("heartbeat interval", heartbeatInterval);
		Durations.check("heartbeat timeout", heartbeatTimeout);
		Durations.check("requests timeout", requestsTimeout);
		Durations.check("time to live", timeToLive);
		if (heartbeatTimeout.compareTo(heartbeatInterval) <= 0) {
			throw new IllegalArgumentException(
					"The heartbeat timeout must be longer than the interval, but is " + heartbeatTimeout);
		}
		if (cappedSize < 1 || maxPending < 1) {
			throw new IllegalArgumentException("The capped size and the number of pending documents must be positive");
		}
	}

	/**
	 * These options for a collection with a TTL index.
	 * @param added whether documents have a date
	 * @return new options
	 */
	public MongoOptions withCreatedAtField(boolean added) {
		return new MongoOptions(added, this.heartbeatInterval, this.heartbeatTimeout, this.requestsTimeout,
				this.cappedSize, this.timeToLive, this.maxPending);
	}

	/**
	 * These options with other heartbeats.
	 * @param interval how long this server may be silent
	 * @param timeout how long other servers may be silent
	 * @return new options
	 */
	public MongoOptions withHeartbeats(Duration interval, Duration timeout) {
		return new MongoOptions(this.addCreatedAtField, interval, timeout, this.requestsTimeout, this.cappedSize,
				this.timeToLive, this.maxPending);
	}

	/**
	 * These options with another timeout of requests.
	 * @param timeout how long other servers have to answer
	 * @return new options
	 */
	public MongoOptions withRequestsTimeout(Duration timeout) {
		return new MongoOptions(this.addCreatedAtField, this.heartbeatInterval, this.heartbeatTimeout, timeout,
				this.cappedSize, this.timeToLive, this.maxPending);
	}

	/**
	 * These options with another bound of waiting documents.
	 * @param count how many may wait
	 * @return new options
	 */
	public MongoOptions withMaxPending(int count) {
		return new MongoOptions(this.addCreatedAtField, this.heartbeatInterval, this.heartbeatTimeout,
				this.requestsTimeout, this.cappedSize, this.timeToLive, count);
	}

}
