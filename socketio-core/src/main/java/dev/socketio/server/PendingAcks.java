package dev.socketio.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledgements that one socket still owes. Touched by the owner of its connection
 * only.
 */
final class PendingAcks {

	private final int limit;

	private @Nullable Map<Long, Pending> pending;

	PendingAcks(int limit) {
		this.limit = limit;
	}

	boolean isFull() {
		return this.pending != null && this.pending.size() >= this.limit;
	}

	void add(long id, Pending handler) {
		if (this.pending == null) {
			this.pending = new HashMap<>(4);
		}
		this.pending.put(id, handler);
	}

	@Nullable Pending remove(long id) {
		return (this.pending != null) ? this.pending.remove(id) : null;
	}

	void disconnected() {
		if (this.pending != null) {
			List<Pending> waiting = new ArrayList<>(this.pending.values());
			this.pending = null;
			waiting.forEach(Pending::disconnected);
		}
	}

	/** Waits for one acknowledgement. */
	interface Pending {

		void acknowledged(Arguments args);

		void disconnected();

	}

}
