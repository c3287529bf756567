package dev.socketio.listener.support;

import org.springframework.util.Assert;

/**
 * Limits and options that apply to all listeners.
 *
 * @param maxElements elements of a {@code Flux} or {@code Stream} that an acknowledgement
 * may hold
 * @param includeMessage whether clients are told the message of unexpected exceptions
 * @since 0.1.0
 */
public record ListenerSettings(int maxElements, boolean includeMessage) {

	/** 10,000 elements, no messages. */
	public static final ListenerSettings DEFAULT = new ListenerSettings(10_000, false);

	/**
	 * Create settings.
	 * @param maxElements elements of an acknowledgement, at least 1
	 * @param includeMessage whether clients are told the message of unexpected exceptions
	 */
	public ListenerSettings {
		Assert.isTrue(maxElements > 0, "'maxElements' must be positive");
	}

}
