package dev.socketio.adapter;

import java.time.Duration;

import dev.socketio.internal.ArgumentChecks;
import dev.socketio.internal.Durations;
import org.jspecify.annotations.Nullable;

/**
 * How something is sent.
 *
 * @param isVolatile whether to drop it for clients that are not ready to receive
 * @param local whether to address this server only
 * @param compress whether it may be compressed, {@code null} if nobody said
 * @param timeout how long to wait for answers, {@code null} if nobody said
 * @param expectSingleResponse whether it is addressed to one socket
 * @since 0.1.0
 */
public record BroadcastFlags(boolean isVolatile, boolean local, @Nullable Boolean compress, @Nullable Duration timeout,
		boolean expectSingleResponse) {

	/** No flag set. */
	public static final BroadcastFlags NONE = new BroadcastFlags(false, false, null, null, false);

	/**
	 * These flags with the volatile one.
	 * @return new flags
	 */
	public BroadcastFlags withVolatile() {
		return new BroadcastFlags(true, this.local, this.compress, this.timeout, this.expectSingleResponse);
	}

	/**
	 * These flags with the local one.
	 * @return new flags
	 */
	public BroadcastFlags withLocal() {
		return new BroadcastFlags(this.isVolatile, true, this.compress, this.timeout, this.expectSingleResponse);
	}

	/**
	 * These flags with a choice about compression.
	 * @param allowed whether to compress
	 * @return new flags
	 */
	public BroadcastFlags withCompress(boolean allowed) {
		return new BroadcastFlags(this.isVolatile, this.local, allowed, this.timeout, this.expectSingleResponse);
	}

	/**
	 * These flags with a timeout.
	 * @param limit a positive duration
	 * @return new flags
	 * @throws IllegalArgumentException if the duration is {@code null} or not positive
	 */
	public BroadcastFlags withTimeout(Duration limit) {
		Durations.check("timeout", ArgumentChecks.notNull(limit, "timeout"));
		return new BroadcastFlags(this.isVolatile, this.local, this.compress, limit, this.expectSingleResponse);
	}

	/**
	 * These flags for one socket.
	 * @return new flags
	 */
	public BroadcastFlags withExpectSingleResponse() {
		return new BroadcastFlags(this.isVolatile, this.local, this.compress, this.timeout, true);
	}

}
