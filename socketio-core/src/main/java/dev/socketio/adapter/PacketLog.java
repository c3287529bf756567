package dev.socketio.adapter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The packets and sessions of one namespace that recovery needs, within bounds of time
 * and number. Safe for use by several threads.
 */
final class PacketLog {

	private static final int RADIX = 36;

	private final RecoveryOptions options;

	private final LongSupplier nanoTime;

	/** Offsets of an earlier run of the server must not match. */
	private final String prefix = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 41), RADIX) + "-";

	private final Deque<Entry> packets = new ArrayDeque<>();

	/** In the order of the disconnections. */
	private final Map<String, Stored> sessions = new LinkedHashMap<>();

	private long next;

	PacketLog(RecoveryOptions options, LongSupplier nanoTime) {
		this.options = options;
		this.nanoTime = nanoTime;
	}

	/** Keep a packet and return it with its offset. */
	synchronized Packet append(Packet packet, BroadcastOptions target) {
		sweep();
		if (this.packets.size() >= this.options.maxPackets()) {
			this.packets.removeFirst();
		}
		Packet numbered = packet.withArgument(this.prefix + Long.toString(this.next, RADIX));
		this.packets.addLast(new Entry(this.next, this.nanoTime.getAsLong(), numbered, target));
		this.next++;
		return numbered;
	}

	/** Forget the packet that was appended last, because it cannot be sent. */
	synchronized void withdraw(Packet packet) {
		Entry last = this.packets.peekLast();
		if (last != null && last.packet == packet) {
			this.packets.removeLast();
			this.next--;
		}
	}

	/** The offset of a client that has not received any packet yet. */
	synchronized String position() {
		return this.prefix + Long.toString(this.next - 1, RADIX);
	}

	synchronized void store(Session session) {
		sweep();
		this.sessions.remove(session.pid());
		if (this.sessions.size() >= this.options.maxSessions()) {
			this.sessions.remove(this.sessions.keySet().iterator().next());
		}
		this.sessions.put(session.pid(), new Stored(session, this.nanoTime.getAsLong()));
	}

	/** Hand out a session, once. */
	synchronized @Nullable Session take(String pid) {
		sweep();
		Stored stored = this.sessions.remove(pid);
		return (stored != null) ? stored.session : null;
	}

	/** Packets behind an offset, or {@code null} if it is not known (any more). */
	synchronized @Nullable List<Packet> since(String offset, Set<String> rooms) {
		long position = parse(offset);
		long first = this.next - this.packets.size();
		if (position < first - 1 || position >= this.next) {
			return null;
		}
		List<Packet> missed = new ArrayList<>();
		for (Entry entry : this.packets) {
			if (entry.number > position && entry.addresses(rooms)) {
				missed.add(entry.packet);
			}
		}
		return missed;
	}

	private long parse(String offset) {
		if (!offset.startsWith(this.prefix)) {
			return Long.MIN_VALUE;
		}
		try {
			return Long.parseLong(offset.substring(this.prefix.length()), RADIX);
		}
		catch (NumberFormatException ex) {
			return Long.MIN_VALUE;
		}
	}

	private void sweep() {
		Duration max = this.options.maxDisconnectionDuration();
		long oldest = this.nanoTime.getAsLong() - max.toNanos();
		while (!this.packets.isEmpty() && this.packets.getFirst().time - oldest < 0) {
			this.packets.removeFirst();
		}
		// oldest first, so this looks at no more than it removes
		Iterator<Stored> stored = this.sessions.values().iterator();
		while (stored.hasNext() && stored.next().time - oldest < 0) {
			stored.remove();
		}
	}

	private record Entry(long number, long time, Packet packet, BroadcastOptions target) {

		boolean addresses(Set<String> rooms) {
			return (this.target.rooms().isEmpty() || !Collections.disjoint(this.target.rooms(), rooms))
					&& Collections.disjoint(this.target.except(), rooms);
		}

	}

	private record Stored(Session session, long time) {

	}

}
