package dev.socketio.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * Free ports of the loopback interface for processes that cannot choose one themselves. A
 * port stays bound until {@link #release(int)} is called right before the process starts.
 * All of them are below the ports that operating systems give to outgoing connections and
 * to sockets that are bound to port 0, so a process can also be restarted on its port.
 */
public final class ReservedPorts implements AutoCloseable {

	private static final int FIRST = 10_000;

	/** Linux has the lowest range of all systems: it starts at 32768. */
	private static final int END = 32_768;

	private static final int MAX_ATTEMPTS = 1000;

	private final List<ServerSocket> sockets = new ArrayList<>();

	private ReservedPorts(int count) {
		for (int i = 0; i < count; i++) {
			this.sockets.add(bind());
		}
	}

	/**
	 * Reserve ports that are all different.
	 * @param count the number of ports
	 * @return the ports, bound
	 */
	public static ReservedPorts reserve(int count) {
		return new ReservedPorts(count);
	}

	private static ServerSocket bind() {
		for (int i = 0; i < MAX_ATTEMPTS; i++) {
			ServerSocket socket = bind(ThreadLocalRandom.current().nextInt(FIRST, END));
			if (socket != null) {
				return socket;
			}
		}
		throw new IllegalStateException("No free port between %d and %d".formatted(FIRST, END));
	}

	private static @Nullable ServerSocket bind(int port) {
		try {
			ServerSocket socket = new ServerSocket();
			try {
				socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				return null;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return a port, which stays reserved.
	 * @param index the index of the port
	 * @return the port
	 */
	public int port(int index) {
		return this.sockets.get(index).getLocalPort();
	}

	/**
	 * Release a port for the process that is going to listen there.
	 * @param index the index of the port
	 * @return the port
	 */
	public int release(int index) {
		ServerSocket socket = this.sockets.get(index);
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return socket.getLocalPort();
	}

	/**
	 * Release all ports.
	 */
	@Override
	public void close() {
		for (int i = 0; i < this.sockets.size(); i++) {
			release(i);
		}
	}

}
