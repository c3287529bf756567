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
	 * @param args the arguments. The elements of an array of objects are arguments of
	 * their own, a collection is one argument, and {@code null} is one argument that is
	 * {@code null}.
	 */
	void send(@Nullable Object @Nullable ... args);

}
