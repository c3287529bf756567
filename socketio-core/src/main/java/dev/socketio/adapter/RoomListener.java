package dev.socketio.adapter;

/**
 * Listens to the events of the rooms of this server. Called by the thread that caused the
 * event, or by one that changes the same room at the same time; the events of a room come
 * one at a time, in the order of its changes. Must not block.
 *
 * @since 0.1.0
 */
public interface RoomListener {

	/**
	 * Called when the first socket joins a room, before {@link #onJoinRoom}.
	 * @param room the room
	 */
	default void onCreateRoom(String room) {
	}

	/**
	 * Called when a socket has joined a room.
	 * @param room the room
	 * @param id the socket
	 */
	default void onJoinRoom(String room, String id) {
	}

	/**
	 * Called when a socket has left a room.
	 * @param room the room
	 * @param id the socket
	 */
	default void onLeaveRoom(String room, String id) {
	}

	/**
	 * Called when the last socket has left a room, after {@link #onLeaveRoom}.
	 * @param room the room
	 */
	default void onDeleteRoom(String room) {
	}

}
