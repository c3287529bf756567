package dev.socketio.listener.support;

import org.springframework.util.Assert;

/**
 * Limits and options that apply to all listeners.
 *
 * @param maxPending events of one socket that may wait for earlier ones to be handled;
 * when there are more, nothing is read from the connection for a while
 * @param maxElements elements of a {@code Flux} or {@code Stream} that an acknowledgement
 * may hold
 * @param includeMessage whether clients are told the message of unexpected exceptions
 */
public record ListenerSettings(int maxPending, int maxElements, boolean includeMessage) {

	/** 128 pending events, 10,000 elements, no messages. */
	public static final ListenerSettings DEFAULT = new ListenerSettings(128, 10_000, false);

	/**
	 * Create settings.
	 * @param maxPending events of one socket that may wait, at least 1
	 * @param maxElements elements of an acknowledgement, at least 1
	 * @param includeMessage whether clients are told the message of unexpected exceptions
	 */
	public ListenerSettings {
		Assert.isTrue(maxPending > 0, "'maxPending' must be positive");
		Assert.isTrue(maxElements > 0, "'maxElements' must be positive");
	}

}
