package dev.socketio.adapter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Which socket is in which room, in both directions. Changes of one socket come from the
 * loop of its connection or from remote operations; those of different sockets run at the
 * same time without waiting for each other, unless they meet in a room.
 */
final class Rooms {

	private final Map<String, Object> members = new ConcurrentHashMap<>();

	private final Map<String, Set<String>> roomsOf = new ConcurrentHashMap<>();

	private final List<RoomListener> listeners = new CopyOnWriteArrayList<>();

	void addListener(RoomListener listener) {
		this.listeners.add(listener);
	}

	void add(String id, Collection<String> rooms) {
		for (String room : rooms) {
			Change change = new Change();
			this.roomsOf.compute(id, (key, present) -> {
				Set<String> own = (present != null) ? present : new LinkedHashSet<>(4);
				if (own.add(room)) {
					change.happened = true;
					change.first = join(room, id);
				}
				return own;
			});
			if (change.happened) {
				announceJoin(room, id, change.first);
			}
		}
	}

	void remove(String id, String room) {
		Change change = new Change();
		this.roomsOf.computeIfPresent(id, (key, own) -> {
			if (own.remove(room)) {
				change.happened = true;
				change.last = leave(room, id);
			}
			return own;
		});
		if (change.happened) {
			announceLeave(room, id, change.last);
		}
	}

	void removeAll(String id) {
		Map<String, Boolean> left = new LinkedHashMap<>();
		this.roomsOf.computeIfPresent(id, (key, own) -> {
			own.forEach((room) -> left.put(room, leave(room, id)));
			return null;
		});
		left.forEach((room, last) -> announceLeave(room, id, last));
	}

	Set<String> roomsOf(String id) {
		List<Set<String>> snapshot = new ArrayList<>(1);
		this.roomsOf.computeIfPresent(id, (key, own) -> {
			snapshot.add(new LinkedHashSet<>(own));
			return own;
		});
		return snapshot.isEmpty() ? Set.of() : snapshot.get(0);
	}

	Set<String> names() {
		return new LinkedHashSet<>(this.members.keySet());
	}

	Set<String> ids() {
		return Collections.unmodifiableSet(this.roomsOf.keySet());
	}

	/** The members of a room, a live view. */
	@SuppressWarnings("unchecked")
	Collection<String> members(String room) {
		Object value = this.members.get(room);
		if (value == null) {
			return Set.of();
		}
		return (value instanceof String id) ? Set.of(id) : (Set<String>) value;
	}

	boolean isMember(String room, String id) {
		return members(room).contains(id);
	}

	/**
	 * Rooms of one socket, above all the room of its own id, are the bare id; others a
	 * concurrent set.
	 */
	@SuppressWarnings("unchecked")
	private boolean join(String room, String id) {
		boolean[] created = new boolean[1];
		this.members.compute(room, (key, value) -> {
			created[0] = value == null;
			if (value == null || value.equals(id)) {
				return id;
			}
			Set<String> set;
			if (value instanceof String other) {
				set = ConcurrentHashMap.newKeySet();
				set.add(other);
			}
			else {
				set = (Set<String>) value;
			}
			set.add(id);
			return set;
		});
		return created[0];
	}

	private boolean leave(String room, String id) {
		boolean[] deleted = new boolean[1];
		this.members.computeIfPresent(room, (key, value) -> {
			Object rest = without(value, id);
			deleted[0] = rest == null;
			return rest;
		});
		return deleted[0];
	}

	/** Listeners are user code, so no lock is held any more. */
	private void announceJoin(String room, String id, boolean first) {
		for (RoomListener listener : this.listeners) {
			if (first) {
				listener.onCreateRoom(room);
			}
			listener.onJoinRoom(room, id);
		}
	}

	private void announceLeave(String room, String id, boolean last) {
		for (RoomListener listener : this.listeners) {
			listener.onLeaveRoom(room, id);
			if (last) {
				listener.onDeleteRoom(room);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Object without(Object value, String id) {
		if (value instanceof String only) {
			return only.equals(id) ? null : only;
		}
		Set<String> set = (Set<String>) value;
		set.remove(id);
		return set.isEmpty() ? null : set;
	}

	private static final class Change {

		private boolean happened;

		private boolean first;

		private boolean last;

	}

}
