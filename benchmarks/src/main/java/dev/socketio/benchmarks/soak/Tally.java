package dev.socketio.benchmarks.soak;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;

/**
 * Counts who comes and goes, and what comes out of order: each socket is connected, then
 * disconnected, once. A recovered socket has its id again.
 */
class Tally {

	private final Set<String> present = ConcurrentHashMap.newKeySet();

	private final LongAdder connects = new LongAdder();

	private final LongAdder disconnects = new LongAdder();

	private final LongAdder connectedTwice = new LongAdder();

	private final LongAdder disconnectedOnly = new LongAdder();

	private final LongAdder recoveries = new LongAdder();

	void watch(Namespace namespace) {
		namespace.onConnection(this::connected);
		namespace.onDisconnect((socket, reason) -> disconnected(socket));
	}

	void connected(Socket socket) {
		this.connects.increment();
		if (socket.isRecovered()) {
			this.recoveries.increment();
		}
		if (!this.present.add(key(socket))) {
			this.connectedTwice.increment();
		}
	}

	void disconnected(Socket socket) {
		this.disconnects.increment();
		if (!this.present.remove(key(socket))) {
			this.disconnectedOnly.increment();
		}
	}

	private static String key(Socket socket) {
		return socket.namespace().name() + "#" + socket.id();
	}

	void addTo(Map<String, Long> state, String prefix) {
		state.put(prefix + "connects", this.connects.sum());
		state.put(prefix + "recoveries", this.recoveries.sum());
		state.put(prefix + "connects-without-disconnect", this.connects.sum() - this.disconnects.sum());
		state.put(prefix + "present", (long) this.present.size());
		state.put(prefix + "connected-twice", this.connectedTwice.sum());
		state.put(prefix + "disconnected-without-connect", this.disconnectedOnly.sum());
	}

}
