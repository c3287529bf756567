package dev.socketio.adapter;

/**
 * A connected socket of this server, as adapters see it. Methods may be called from any
 * thread.
 *
 * @since 0.1.0
 */
public interface LocalSocket {

	/**
	 * Return the id.
	 * @return the id
	 */
	String id();

	/**
	 * Make the socket leave the namespace.
	 * @param close whether to close its connection too
	 */
	void disconnect(boolean close);

	/**
	 * Describe the socket for other servers.
	 * @return a snapshot
	 */
	SocketDescription describe();

}
