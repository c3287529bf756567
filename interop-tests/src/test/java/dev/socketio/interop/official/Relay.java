package dev.socketio.interop.official;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between client and server, so that a test can cut their connections.
 */
class Relay implements AutoCloseable {

	private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final List<Socket> open = new CopyOnWriteArrayList<>();

	private final URI target;

	private volatile boolean down;

	Relay(String target) throws IOException {
		this.target = URI.create(target);
		start(this::accept);
	}

	String url() {
		return "http://127.0.0.1:" + this.listener.getLocalPort();
	}

	/**
	 * Close all connections, and every new one at once.
	 */
	void cut() {
		this.down = true;
		for (Socket socket : this.open) {
			closeQuietly(socket);
		}
	}

	/**
	 * Let new connections through again.
	 */
	void restore() {
		this.down = false;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			if (this.down) {
				client.close();
				continue;
			}
			Socket server = new Socket(this.target.getHost(), this.target.getPort());
			this.open.addAll(List.of(client, server));
			start(() -> copy(client, server));
			start(() -> copy(server, client));
		}
	}

	private void copy(Socket from, Socket to) throws IOException {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		finally {
			this.open.removeAll(List.of(from, to));
		}
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The end of a connection, or of the relay
			}
		}, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		cut();
	}

	private interface Work {

		void run() throws IOException;

	}

}
