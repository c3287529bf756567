package dev.socketio.listener;

/**
 * Whether the outcome of a listener acknowledges the event.
 *
 * @since 0.1.0
 */
public enum AckMode {

	/** The return value, or the failure, becomes the acknowledgement. */
	AUTO,

	/** Nothing is sent, even if the client asked for an acknowledgement. */
	NONE

}
