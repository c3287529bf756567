package dev.socketio.benchmarks.soak;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Collectors;

import dev.socketio.server.Namespace;
import dev.socketio.server.SocketIOServer;
import io.netty.util.internal.PlatformDependent;

import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Describes the objects that a server holds after a garbage collection.
 */
final class SoakState {

	private final SocketIOServer io;

	private final Tally tally;

	private final SoakListeners listeners;

	private final ThreadPoolTaskExecutor executor;

	SoakState(SocketIOServer io, Tally tally, SoakListeners listeners, ThreadPoolTaskExecutor executor) {
		this.io = io;
		this.tally = tally;
		this.listeners = listeners;
		this.executor = executor;
	}

	/** Read everything, as {@code name:number} pairs with a blank in between. */
	String read() {
		Map<String, Long> state = new LinkedHashMap<>();
		Map<String, Long> instances = ClassHistogram.read();
		// the histogram begins with a collection
		state.put("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		state.put("direct", direct());
		state.put("sessions", (long) this.io.engine().clientsCount());
		state.put("namespaces", (long) this.io.namespaces().size());
		long sockets = 0;
		long rooms = 0;
		for (Namespace namespace : this.io.namespaces()) {
			sockets += namespace.sockets().size();
			rooms += namespace.adapter().rooms().size();
		}
		state.put("sockets", sockets);
		state.put("rooms", rooms);
		state.put("pending-bytes", this.io.engine().pendingBytes());
		state.put("buffered-bytes", this.io.engine().bufferedBytes());
		state.put("overflowed", this.io.engine().overflowCount());
		state.put("shed", this.io.engine().shedCount());
		state.put("unanswered", this.listeners.unanswered());
		ThreadPoolExecutor pool = this.executor.getThreadPoolExecutor();
		state.put("queued-tasks", (long) pool.getQueue().size() + pool.getActiveCount());
		this.tally.addTo(state, "");
		this.listeners.blocking().addTo(state, "blocking-");
		instances.forEach((name, count) -> state.put("class-" + name, count));
		return state.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + ":" + entry.getValue())
			.collect(Collectors.joining(" "));
	}

	/** Direct memory of Netty and of the JVM. */
	private static long direct() {
		long pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return pools + Math.max(0, PlatformDependent.usedDirectMemory());
	}

}
