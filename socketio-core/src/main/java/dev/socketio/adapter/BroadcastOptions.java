package dev.socketio.adapter;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.socketio.internal.ArgumentChecks;

/**
 * The targets of an operation: the sockets in the union of the rooms, or all sockets if
 * there is no room, without those in an excepted room. Immutable.
 *
 * @param rooms the rooms in the order in which they were added
 * @param except the excepted rooms in the order in which they were added
 * @param flags how to send
 * @since 0.1.0
 */
public record BroadcastOptions(Set<String> rooms, Set<String> except, BroadcastFlags flags) {

	/** All sockets of the namespace. */
	public static final BroadcastOptions ALL = new BroadcastOptions(Set.of(), Set.of(), BroadcastFlags.NONE);

	/**
	 * Create options.
	 * @param rooms the rooms, kept as they are
	 * @param except the excepted rooms, kept as they are
	 * @param flags how to send
	 * @throws IllegalArgumentException if an argument or a room is {@code null}
	 */
	public BroadcastOptions {
		ArgumentChecks.noNulls(rooms, "rooms");
		ArgumentChecks.noNulls(except, "except");
		ArgumentChecks.notNull(flags, "flags");
		rooms = Collections.unmodifiableSet(rooms);
		except = Collections.unmodifiableSet(except);
	}

	/**
	 * Return these options with more rooms.
	 * @param more the rooms
	 * @return new options
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	public BroadcastOptions withRooms(String... more) {
		ArgumentChecks.noNulls(more, "rooms");
		return new BroadcastOptions(union(this.rooms, Arrays.asList(more)), this.except, this.flags);
	}

	/**
	 * Return these options with more exceptions.
	 * @param more the rooms to leave out
	 * @return new options
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	public BroadcastOptions withExcept(String... more) {
		ArgumentChecks.noNulls(more, "rooms");
		return new BroadcastOptions(this.rooms, union(this.except, Arrays.asList(more)), this.flags);
	}

	/**
	 * Return these options with other flags.
	 * @param replacement the flags
	 * @return new options
	 */
	public BroadcastOptions withFlags(BroadcastFlags replacement) {
		return new BroadcastOptions(this.rooms, this.except, replacement);
	}

	/**
	 * Return whether a socket with the given rooms is a target.
	 * @param own the rooms of the socket, that of its id included
	 * @return whether it is in one of the rooms, if there are any, and in none of the
	 * excepted ones
	 */
	public boolean addresses(Set<String> own) {
		return (this.rooms.isEmpty() || !Collections.disjoint(this.rooms, own))
				&& Collections.disjoint(this.except, own);
	}

	private static Set<String> union(Set<String> base, Collection<String> more) {
		Set<String> all = new LinkedHashSet<>(base);
		all.addAll(more);
		return all;
	}

}
