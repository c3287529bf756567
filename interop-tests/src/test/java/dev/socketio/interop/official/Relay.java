package dev.socketio.interop.official;

import java.io.IOException;
import java.io.OutputStream;
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

	private final List<Connection> open = new CopyOnWriteArrayList<>();

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
		this.open.forEach(Connection::cut);
	}

	/**
	 * Like {@link #cut()}, but so that the server does not notice: only the side of the
	 * clients is closed.
	 */
	void abandon() {
		this.down = true;
		this.open.forEach(Connection::abandon);
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
			Connection connection = new Connection(client, new Socket(this.target.getHost(), this.target.getPort()));
			this.open.add(connection);
			if (this.down) {
				// cut() may have looked for connections in the meantime
				connection.cut();
			}
			start(connection::copyToServer);
			start(connection::copyToClient);
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

	@Override
	public void close() throws IOException {
		this.listener.close();
		cut();
	}

	private final class Connection {

		private final Socket client;

		private final Socket server;

		private volatile boolean abandoned;

		Connection(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void copyToServer() throws IOException {
			try {
				this.client.getInputStream().transferTo(this.server.getOutputStream());
			}
			finally {
				end();
			}
		}

		void copyToClient() throws IOException {
			try {
				this.server.getInputStream().transferTo(this.client.getOutputStream());
			}
			catch (IOException ex) {
				if (this.abandoned) {
					this.server.getInputStream().transferTo(OutputStream.nullOutputStream());
				}
			}
			finally {
				cut();
			}
		}

		private void end() {
			if (this.abandoned) {
				closeQuietly(this.client);
			}
			else {
				cut();
			}
		}

		void abandon() {
			this.abandoned = true;
			closeQuietly(this.client);
		}

		void cut() {
			closeQuietly(this.client);
			closeQuietly(this.server);
			Relay.this.open.remove(this);
		}

		private static void closeQuietly(Socket socket) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	private interface Work {

		void run() throws IOException;

	}

}
