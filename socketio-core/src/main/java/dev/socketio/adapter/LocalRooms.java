package dev.socketio.adapter;

import java.util.Collection;
import java.util.Set;

/**
 * The rooms of the sockets of this server. Other servers are not concerned: what a room
 * is on the whole cluster follows from the rooms of its servers. The method names are
 * those of Node.js.
 *
 * @since 0.1.0
 */
public interface LocalRooms {

	/**
	 * Add a socket to rooms.
	 * @param id the id of the socket
	 * @param rooms the names of the rooms
	 * @throws IllegalArgumentException if an argument or a room is {@code null}; nothing
	 * has changed then
	 */
	void addAll(String id, Collection<String> rooms);

	/**
	 * Remove a socket from a room.
	 * @param id the id of the socket
	 * @param room the name of the room
	 */
	void del(String id, String room);

	/**
	 * Remove a socket from all its rooms.
	 * @param id the id of the socket
	 */
	void delAll(String id);

	/**
	 * Return the sockets of this server that are in at least one of the given rooms.
	 * @param rooms the names of the rooms; none for all sockets
	 * @return the ids of the sockets, a snapshot
	 */
	Set<String> sockets(Set<String> rooms);

	/**
	 * Return the rooms of a socket of this server.
	 * @param id the id of the socket
	 * @return a snapshot, empty if the socket is unknown
	 */
	Set<String> socketRooms(String id);

	/**
	 * Return the rooms that have a member on this server.
	 * @return a snapshot
	 */
	Set<String> rooms();

	/**
	 * Add a listener for the events of rooms.
	 * @param listener the listener
	 */
	void addRoomListener(RoomListener listener);

}
