package dev.socketio.listener;

/**
 * Whether the outcome of a listener acknowledges the event.
 */
public enum AckMode {

	/** The return value, or the failure, becomes the acknowledgement. */
	AUTO,

	/** Nothing is sent, even if the client asked for an acknowledgement. */
	NONE

}
