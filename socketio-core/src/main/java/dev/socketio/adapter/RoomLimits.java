package dev.socketio.adapter;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import dev.socketio.internal.Printable;

/**
 * What rooms a socket may be in. Names of rooms often come from clients.
 *
 * @param maxLength the greatest number of characters of a name
 * @param maxPerSocket the greatest number of rooms of a socket, the room of its own id
 * included
 * @since 0.1.0
 */
public record RoomLimits(int maxLength, int maxPerSocket) {

	/** 1024 characters, 1000 rooms. */
	public static final RoomLimits DEFAULT = new RoomLimits(1024, 1000);

	/**
	 * Check limits.
	 * @throws IllegalArgumentException if one of them is less than 1
	 */
	public RoomLimits {
		if (maxLength < 1 || maxPerSocket < 1) {
			throw new IllegalArgumentException("The limits of rooms must be positive, but are " + maxLength
					+ " characters and " + maxPerSocket + " rooms");
		}
	}

	/**
	 * Refuse names that are too long.
	 * @param rooms names of rooms
	 * @throws IllegalArgumentException if one of them is longer than {@link #maxLength}
	 */
	public void checkNames(Collection<String> rooms) {
		for (String room : rooms) {
			if (room.length() > this.maxLength) {
				throw new IllegalArgumentException("The name of room '" + Printable.of(room) + "' has " + room.length()
						+ " characters, the maximum is " + this.maxLength);
			}
		}
	}

	/** Refuse rooms that are too many. */
	void checkCount(String id, Set<String> own, Collection<String> more) {
		if (own.size() + more.size() <= this.maxPerSocket) {
			return;
		}
		Set<String> added = new HashSet<>(more);
		added.removeAll(own);
		if (own.size() + added.size() > this.maxPerSocket) {
			throw new IllegalStateException("Socket " + id + " would be in " + (own.size() + added.size())
					+ " rooms, the maximum is " + this.maxPerSocket);
		}
	}

}
