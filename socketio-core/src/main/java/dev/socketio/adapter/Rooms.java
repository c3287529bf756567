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
 * The sockets of each room and the rooms of each socket. Changes of one socket come from
 * the event loop of its connection or from remote operations; those of different sockets
 * run at the same time and wait for each other only where they change the same room.
 */
final class Rooms {

	private static final Logger logger = LoggerFactory.getLogger(Rooms.class);

	private final Map<String, Object> members = new ConcurrentHashMap<>();

	private final Map<String, Set<String>> roomsOf = new ConcurrentHashMap<>();

	private final Notifications notifications = new Notifications();

	private final RoomLimits limits;

	Rooms(RoomLimits limits) {
		this.limits = limits;
	}

	void addListener(RoomListener listener) {
		ArgumentChecks.notNull(listener, "listener");
		this.notifications.listeners.add(listener);
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
		rooms.forEach(this.notifications::make);
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
		this.notifications.make(room);
	}

	void removeAll(String id) {
		ArgumentChecks.notNull(id, "id");
		List<String> left = new ArrayList<>();
		this.roomsOf.computeIfPresent(id, (key, own) -> {
			left.addAll(own);
			own.forEach((room) -> leave(room, id));
			return null;
		});
		left.forEach(this.notifications::make);
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
			this.notifications.add(room, new Change(id, true, value == null));
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
			this.notifications.add(room, new Change(id, false, rest == null));
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
	 * @param edge whether it was the first to join, or the last to leave
	 */
	private record Change(String id, boolean joined, boolean edge) {

	}

	/**
	 * Calls listeners with the changes of each room in their order. Changes are recorded
	 * while the room is locked, and listeners, which are user code, are called when no
	 * lock is held: by one thread at a time for each room, also for changes that other
	 * threads have recorded.
	 */
	private static final class Notifications {

		private final List<RoomListener> listeners = new CopyOnWriteArrayList<>();

		private final Map<String, Changes> changes = new ConcurrentHashMap<>();

		void add(String room, Change change) {
			if (!this.listeners.isEmpty()) {
				this.changes.compute(room, (key, present) -> {
					Changes recorded = (present != null) ? present : new Changes();
					recorded.queue.add(change);
					return recorded;
				});
			}
		}

		void make(String room) {
			if (!this.changes.containsKey(room)) {
				return;
			}
			Change change = next(room, false);
			while (change != null) {
				for (RoomListener listener : this.listeners) {
					notify(listener, room, change);
				}
				change = next(room, true);
			}
		}

		/** The next change, unless another thread, or this one further up, notifies. */
		private @Nullable Change next(String room, boolean notifying) {
			Change[] next = new Change[1];
			this.changes.computeIfPresent(room, (key, recorded) -> {
				if (recorded.busy && !notifying) {
					return recorded;
				}
				Change change = recorded.queue.poll();
				recorded.busy = change != null;
				next[0] = change;
				return recorded.busy ? recorded : null;
			});
			return next[0];
		}

		private static void notify(RoomListener listener, String room, Change change) {
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

	/** Changes of one room that listeners do not know yet. */
	private static final class Changes {

		private final Queue<Change> queue = new ArrayDeque<>(2);

		private boolean busy;

	}

}
