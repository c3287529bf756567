package dev.socketio.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Compares what a server holds when all clients have left.
 *
 * @param empty its state before the first client
 * @param busy its state under load
 * @param early its state when the first clients have left
 */
record Verdict(Map<String, Long> empty, Map<String, Long> busy, Map<String, Long> early) {

	private static final long HEAP_TOLERANCE = 8_000_000;

	private static final long DIRECT_TOLERANCE = 16_000_000;

	private static final List<String> ZERO = List.of("sessions", "sockets", "rooms", "pending-bytes", "buffered-bytes",
			"queued-tasks", "unanswered", "connects-without-disconnect", "present", "connected-twice",
			"disconnected-without-connect", "blocking-connects-without-disconnect", "blocking-present",
			"blocking-connected-twice", "blocking-disconnected-without-connect");

	/** Classes of which a client or what it does has instances. */
	private static final List<String> ZERO_INSTANCES = List.of("engine.session.EngineSession",
			"server.ClientConnection", "server.DefaultSocket", "server.SocketAck", "server.ClusterBroadcastAcks",
			"listener.support.SocketDispatch", "listener.support.Invocation");

	private static final String TIMERS = "class-io.netty.util.concurrent.ScheduledFutureTask";

	/** Whether everything is as it should be at the end. */
	boolean isClean(Map<String, Long> now) {
		return rows(now, false).isEmpty();
	}

	String table(Map<String, Long> now) {
		return String.format("%n%-64s %12s %12s %12s%n", "", "after 10 %", "at the end", "at most")
				+ String.join("", rows(now, true));
	}

	private List<String> rows(Map<String, Long> now, boolean all) {
		List<String> rows = new ArrayList<>();
		for (String name : ZERO) {
			row(rows, all, name, now, 0);
		}
		row(rows, all, "namespaces", now, get(this.empty, "namespaces"));
		for (String name : ZERO_INSTANCES) {
			String key = "class-dev.socketio." + name;
			if (!this.busy.isEmpty() && get(this.busy, key) == 0) {
				rows.add(String.format("%-64s has no instance under load  FAILED%n", key));
			}
			row(rows, all, key, now, 0);
		}
		row(rows, all, TIMERS, now, get(this.empty, TIMERS));
		if (!this.early.isEmpty()) {
			for (String key : new TreeSet<>(now.keySet())) {
				if (key.startsWith("class-") && !key.equals(TIMERS)
						&& !ZERO_INSTANCES.contains(key.replace("class-dev.socketio.", ""))) {
					row(rows, false, key, now, Math.max(get(this.early, key), get(this.empty, key)));
				}
			}
			row(rows, all, "heap", now, get(this.early, "heap") + HEAP_TOLERANCE);
			row(rows, all, "direct", now, get(this.early, "direct") + DIRECT_TOLERANCE);
		}
		return rows;
	}

	private void row(List<String> rows, boolean all, String name, Map<String, Long> now, long limit) {
		long value = get(now, name);
		boolean wrong = value > limit || value < 0;
		if (all || wrong) {
			rows.add(String.format("%-64s %12d %12d %12d%s%n", name, get(this.early, name), value, limit,
					wrong ? "  FAILED" : ""));
		}
	}

	private static long get(Map<String, Long> state, String name) {
		return state.getOrDefault(name, 0L);
	}

}
