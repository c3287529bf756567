package dev.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * Answers one event of a client. May be used from any thread, also long after the
 * listener returned; only the first answer is sent.
 */
public interface Ack {

	/**
	 * Return whether the client asked for an acknowledgement.
	 * @return {@code false} if {@link #send} does nothing
	 */
	boolean isRequested();

	/**
	 * Send the acknowledgement, unless one was sent before, none was asked for, or the
	 * socket is gone.
	 * @param args the arguments
	 */
	void send(@Nullable Object... args);

}
