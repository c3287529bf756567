package dev.socketio.adapter;

/**
 * Is told of what happens to the rooms of this server. Called by the thread that caused
 * it, or by one that changes the same room at the same time; the events of a room come
 * one at a time, in the order of its changes. Must not block.
 *
 * @since 0.1.0
 */
public interface RoomListener {

	/**
	 * The first socket is about to join a room.
	 * @param room the room
	 */
	default void onCreateRoom(String room) {
	}

	/**
	 * A socket has joined a room.
	 * @param room the room
	 * @param id the socket
	 */
	default void onJoinRoom(String room, String id) {
	}

	/**
	 * A socket has left a room.
	 * @param room the room
	 * @param id the socket
	 */
	default void onLeaveRoom(String room, String id) {
	}

	/**
	 * The last socket has left a room.
	 * @param room the room
	 */
	default void onDeleteRoom(String room) {
	}

}
