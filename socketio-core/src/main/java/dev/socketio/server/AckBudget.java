package dev.socketio.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the answers to one broadcast may retain together, in all namespaces
 * that it reaches. Clients decide how large their answers are, so the whole broadcast
 * fails when they are too large. Safe for use by several threads.
 */
final class AckBudget {

	private final long maxBytes;

	private final AtomicLong bytes = new AtomicLong();

	private final Queue<ClusterBroadcastAcks> parts = new ConcurrentLinkedQueue<>();

	AckBudget(long maxBytes) {
		this.maxBytes = maxBytes;
	}

	/** Collect the answers of one namespace. */
	void add(ClusterBroadcastAcks part) {
		this.parts.add(part);
		if (this.bytes.get() > this.maxBytes) {
			exceeded();
		}
	}

	/** Take an answer in, unless there are too many bytes then. */
	boolean take(long size) {
		return this.bytes.addAndGet(size) <= this.maxBytes;
	}

	void exceeded() {
		fail(new IllegalStateException(
				"The answers to the broadcast exceed the limit of " + this.maxBytes + " bytes (maxAckBytes)"));
	}

	/** Release the answers of all namespaces. */
	void fail(Throwable error) {
		this.parts.forEach((part) -> part.fail(error));
	}

}
