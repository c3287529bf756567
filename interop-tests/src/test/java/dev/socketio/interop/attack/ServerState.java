package dev.socketio.interop.attack;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

import dev.socketio.server.Namespace;
import dev.socketio.server.SocketIOServer;
import io.netty.util.internal.PlatformDependent;

/**
 * Says what a server holds at the moment, as {@code name:number} pairs.
 */
final class ServerState {

	/** Finalizers and cleaners run between collections. */
	private static final int COLLECTIONS = 3;

	private final SocketIOServer io;

	ServerState(SocketIOServer io) {
		this.io = io;
	}

	String read() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		long sockets = 0;
		long rooms = 0;
		for (Namespace namespace : this.io.namespaces()) {
			sockets += namespace.sockets().size();
			rooms += namespace.adapter().rooms().size();
		}
		return "heap:" + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + " direct:" + direct()
				+ " sessions:" + this.io.engine().clientsCount() + " sockets:" + sockets + " rooms:" + rooms
				+ " namespaces:" + this.io.namespaces().size() + " threads:"
				+ ManagementFactory.getThreadMXBean().getThreadCount();
	}

	/** What Netty has allocated by itself, and what the JVM has. */
	private static long direct() {
		long pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return pools + Math.max(0, PlatformDependent.usedDirectMemory());
	}

}
