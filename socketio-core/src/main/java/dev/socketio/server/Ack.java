package dev.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * Acknowledges one event of a client. Methods may be called from any thread, also after
 * the listener has returned. Only the first acknowledgement is sent.
 *
 * @since 0.1.0
 */
public interface Ack {

	/**
	 * Return whether the client asked for an acknowledgement.
	 * @return {@code false} if {@link #send} does nothing
	 */
	boolean isRequested();

	/**
	 * Send the acknowledgement, unless one was sent before, none was requested, or the
	 * socket is disconnected.
	 * @param args the arguments. The elements of an array of objects are arguments of
	 * their own, a collection is one argument, and {@code null} is one argument that is
	 * {@code null}.
	 */
	void send(@Nullable Object @Nullable ... args);

}
