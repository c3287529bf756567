package dev.socketio.adapter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.ArgumentChecks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which socket is in which room, in both directions. Changes of one socket come from the
 * loop of its connection or from remote operations; those of different sockets run at the
 * same time without waiting for each other, unless they meet in a room.
 */
final class Rooms {

	private static final Logger logger = LoggerFactory.getLogger(Rooms.class);

	private final Map<String, Object> members = new ConcurrentHashMap<>();

	private final Map<String, Set<String>> roomsOf = new ConcurrentHashMap<>();

	private final Announcements announcements = new Announcements();

	private final RoomLimits limits;

	Rooms(RoomLimits limits) {
		this.limits = limits;
	}

	void addListener(RoomListener listener) {
		ArgumentChecks.notNull(listener, "listener");
		this.announcements.listeners.add(listener);
	}

	/** Adds all rooms, or none of them if one has no name, or if limits are exceeded. */
	void add(String id, Collection<String> rooms) {
		ArgumentChecks.notNull(id, "id");
		ArgumentChecks.noNulls(rooms, "rooms");
		this.limits.checkNames(rooms);
		if (rooms.isEmpty()) {
			return;
		}
		this.roomsOf.compute(id, (key, present) -> {
			Set<String> own = (present != null) ? present : new LinkedHashSet<>(4);
			this.limits.checkCount(id, own, rooms);
			for (String room : rooms) {
				if (own.add(room)) {
					join(room, id);
				}
			}
			return own;
		});
		rooms.forEach(this.announcements::make);
	}

	void remove(String id, String room) {
		ArgumentChecks.notNull(id, "id");
		ArgumentChecks.notNull(room, "room");
		this.roomsOf.computeIfPresent(id, (key, own) -> {
			if (own.remove(room)) {
				leave(room, id);
			}
			return own;
		});
		this.announcements.make(room);
	}

	void removeAll(String id) {
		ArgumentChecks.notNull(id, "id");
		List<String> left = new ArrayList<>();
		this.roomsOf.computeIfPresent(id, (key, own) -> {
			left.addAll(own);
			own.forEach((room) -> leave(room, id));
			return null;
		});
		left.forEach(this.announcements::make);
	}

	Set<String> roomsOf(String id) {
		ArgumentChecks.notNull(id, "id");
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
	private void join(String room, String id) {
		this.members.compute(room, (key, value) -> {
			this.announcements.add(room, new Change(id, true, value == null));
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
	}

	private void leave(String room, String id) {
		this.members.computeIfPresent(room, (key, value) -> {
			Object rest = without(value, id);
			this.announcements.add(room, new Change(id, false, rest == null));
			return rest;
		});
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

	/**
	 * A socket has joined or left a room.
	 *
	 * @param id the socket
	 * @param joined whether it has joined
	 * @param edge whether it was the first to come, or the last to go
	 */
	private record Change(String id, boolean joined, boolean edge) {

	}

	/**
	 * Tells listeners of the changes of each room in their order. Changes are noted while
	 * the room is locked and told when no lock is held any more, as listeners are user
	 * code: by one thread at a time for each room, also for what others have noted.
	 */
	private static final class Announcements {

		private final List<RoomListener> listeners = new CopyOnWriteArrayList<>();

		private final Map<String, Line> lines = new ConcurrentHashMap<>();

		void add(String room, Change change) {
			if (!this.listeners.isEmpty()) {
				this.lines.compute(room, (key, present) -> {
					Line line = (present != null) ? present : new Line();
					line.changes.add(change);
					return line;
				});
			}
		}

		void make(String room) {
			if (!this.lines.containsKey(room)) {
				return;
			}
			Change change = next(room, false);
			while (change != null) {
				for (RoomListener listener : this.listeners) {
					tell(listener, room, change);
				}
				change = next(room, true);
			}
		}

		/** The next change, unless another thread, or this one further up, is at it. */
		private @Nullable Change next(String room, boolean telling) {
			Change[] next = new Change[1];
			this.lines.computeIfPresent(room, (key, line) -> {
				if (line.busy && !telling) {
					return line;
				}
				Change change = line.changes.poll();
				line.busy = change != null;
				next[0] = change;
				return line.busy ? line : null;
			});
			return next[0];
		}

		private static void tell(RoomListener listener, String room, Change change) {
			if (change.joined) {
				if (change.edge) {
					call(() -> listener.onCreateRoom(room));
				}
				call(() -> listener.onJoinRoom(room, change.id));
			}
			else {
				call(() -> listener.onLeaveRoom(room, change.id));
				if (change.edge) {
					call(() -> listener.onDeleteRoom(room));
				}
			}
		}

		private static void call(ApplicationCode.Action action) {
			ApplicationCode.run(action, (error) -> logger.error("A room listener failed", error));
		}

	}

	/** What has happened to one room and was not told yet. */
	private static final class Line {

		private final Queue<Change> changes = new ArrayDeque<>(2);

		private boolean busy;

	}

}
