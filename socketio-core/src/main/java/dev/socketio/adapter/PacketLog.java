package dev.socketio.adapter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * The packets and sessions of one namespace that recovery needs, within bounds of time
 * and number, and of bytes that all namespaces share. A timer, which runs only while
 * packets or sessions are kept, removes the expired ones even if nothing is sent any
 * more. Safe for use by several threads.
 */
final class PacketLog {

	private static final int RADIX = 36;

	/** The approximate size of an entry without its content. */
	private static final long OVERHEAD = 256;

	private final RecoveryOptions options;

	private final RecoveryBudget budget;

	private final LongSupplier nanoTime;

	private final Scheduler scheduler;

	/** Offsets of an earlier run of the server must not match. */
	private final String prefix = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 41), RADIX) + "-";

	private final Deque<Entry> packets = new ArrayDeque<>();

	/** In the order of the disconnections. */
	private final Map<String, Stored> sessions = new LinkedHashMap<>();

	private long next;

	private boolean sweeping;

	private boolean closed;

	PacketLog(RecoveryOptions options, RecoveryBudget budget, LongSupplier nanoTime, Scheduler scheduler) {
		this.options = options;
		this.budget = budget;
		this.nanoTime = nanoTime;
		this.scheduler = scheduler;
	}

	/** Keep a packet and return it with its offset. */
	synchronized Packet append(Packet packet, BroadcastOptions target) {
		sweep();
		if (this.packets.size() >= this.options.maxPackets()) {
			removeOldest();
		}
		Packet numbered = packet.withArgument(this.prefix + Long.toString(this.next, RADIX));
		this.next++;
		if (!this.closed) {
			this.packets.addLast(new Entry(this.next - 1, this.nanoTime.getAsLong(), numbered, target, OVERHEAD));
			this.budget.add(OVERHEAD);
			keepToBudget();
			sweepLater();
		}
		return numbered;
	}

	/** Set the size of the packet that was appended last. */
	synchronized void measured(Packet packet, long bytes) {
		Entry last = this.packets.peekLast();
		if (last != null && last.packet == packet) {
			this.packets.removeLast();
			this.packets.addLast(new Entry(last.number, last.time, packet, last.target, last.bytes + bytes));
			this.budget.add(bytes);
			keepToBudget();
		}
	}

	private void keepToBudget() {
		while (this.budget.isExceeded() && !this.packets.isEmpty()) {
			removeOldest();
		}
	}

	private void removeOldest() {
		this.budget.add(-this.packets.removeFirst().bytes);
	}

	/** Remove everything, and keep nothing from now on. */
	synchronized void close() {
		this.closed = true;
		while (!this.packets.isEmpty()) {
			removeOldest();
		}
		this.sessions.clear();
	}

	/** Remove the packet that was appended last, because it cannot be sent. */
	synchronized void withdraw(Packet packet) {
		Entry last = this.packets.peekLast();
		if (last != null && last.packet == packet) {
			this.packets.removeLast();
			this.budget.add(-last.bytes);
			this.next--;
		}
	}

	/** The offset of a client that has not received any packet yet. */
	synchronized String position() {
		return this.prefix + Long.toString(this.next - 1, RADIX);
	}

	synchronized void store(Session session) {
		if (this.closed) {
			return;
		}
		sweep();
		this.sessions.remove(session.pid());
		if (this.sessions.size() >= this.options.maxSessions()) {
			this.sessions.remove(this.sessions.keySet().iterator().next());
		}
		this.sessions.put(session.pid(), new Stored(session, this.nanoTime.getAsLong()));
		sweepLater();
	}

	/** Remove a session and return it. */
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
			if (entry.number > position && entry.target.addresses(rooms)) {
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
			removeOldest();
		}
		// oldest first, so the loop ends with the first one that is kept
		Iterator<Stored> stored = this.sessions.values().iterator();
		while (stored.hasNext() && stored.next().time - oldest < 0) {
			stored.remove();
		}
	}

	private void sweepLater() {
		if (!this.sweeping) {
			this.sweeping = true;
			this.scheduler.schedule(this::sweepIdle, this.options.maxDisconnectionDuration().toNanos() + 1,
					TimeUnit.NANOSECONDS);
		}
	}

	private synchronized void sweepIdle() {
		this.sweeping = false;
		sweep();
		if (!this.packets.isEmpty() || !this.sessions.isEmpty()) {
			sweepLater();
		}
	}

	private record Entry(long number, long time, Packet packet, BroadcastOptions target, long bytes) {

	}

	private record Stored(Session session, long time) {

	}

}
