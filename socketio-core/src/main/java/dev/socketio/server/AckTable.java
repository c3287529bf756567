package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledgements that one socket waits for, by their ids. Those with the default
 * timeout expire in the order in which they were added, so they share one timer. Touched
 * by the owner of the connection only.
 */
final class AckTable {

	private final DefaultSocket socket;

	private final int limit;

	private final long defaultTimeout;

	private @Nullable Map<Long, AckWaiter> waiting;

	private @Nullable Future<?> timer;

	AckTable(DefaultSocket socket, int limit, Duration defaultTimeout) {
		this.socket = socket;
		this.limit = limit;
		this.defaultTimeout = defaultTimeout.toNanos();
	}

	boolean isFull() {
		return this.waiting != null && this.waiting.size() >= this.limit;
	}

	/** Wait until the waiter is removed. */
	void add(long id, AckWaiter waiter) {
		if (this.waiting == null) {
			this.waiting = new LinkedHashMap<>(4);
		}
		this.waiting.put(id, waiter);
	}

	/** Wait no longer than the default timeout. */
	void addWithDefaultTimeout(long id, SocketAck ack) {
		ack.expireAt(System.nanoTime() + this.defaultTimeout);
		add(id, ack);
		if (this.timer == null) {
			schedule(this.defaultTimeout);
		}
	}

	@Nullable AckWaiter remove(long id) {
		return (this.waiting != null) ? this.waiting.remove(id) : null;
	}

	private void schedule(long delay) {
		this.timer = this.socket.session()
			.owner()
			.schedule(() -> this.socket.execute(this::expire), delay, TimeUnit.NANOSECONDS);
	}

	private void expire() {
		this.timer = null;
		if (this.waiting == null) {
			return;
		}
		long now = System.nanoTime();
		List<SocketAck> expired = new ArrayList<>();
		for (Iterator<AckWaiter> all = this.waiting.values().iterator(); all.hasNext();) {
			if (all.next() instanceof SocketAck ack && ack.expires()) {
				long left = ack.expiry() - now;
				if (left > 0) {
					schedule(left);
					break;
				}
				all.remove();
				expired.add(ack);
			}
		}
		expired.forEach(SocketAck::timedOut);
	}

	/** The socket has left. */
	void disconnected() {
		Future<?> running = this.timer;
		if (running != null) {
			this.timer = null;
			running.cancel(false);
		}
		if (this.waiting != null) {
			List<AckWaiter> all = new ArrayList<>(this.waiting.values());
			this.waiting = null;
			all.forEach(AckWaiter::disconnected);
		}
	}

}
