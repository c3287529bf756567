package dev.socketio.server;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A socket of this server or of another one in the cluster, as {@code fetchSockets} found
 * it.
 */
public interface RemoteSocket extends SocketOperator {

	/**
	 * Return the public id.
	 * @return the id
	 */
	String id();

	/**
	 * Return the handshake in the form that Node.js servers exchange.
	 * @return JSON values, unmodifiable
	 */
	Map<String, @Nullable Object> handshake();

	/**
	 * Return the rooms at the time of the request.
	 * @return the rooms, unmodifiable
	 */
	Set<String> rooms();

	/**
	 * Return the data at the time of the request.
	 * @return JSON values, unmodifiable
	 */
	Map<String, @Nullable Object> data();

	/**
	 * Make the socket join rooms.
	 * @param rooms the rooms
	 */
	void join(String... rooms);

	/**
	 * Make the socket leave a room.
	 * @param room the room
	 */
	void leave(String room);

	/**
	 * Make the socket leave the namespace.
	 * @param close whether to close its connection too
	 */
	void disconnect(boolean close);

}
