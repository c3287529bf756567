package dev.socketio.adapter.mongo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network that can break.
 */
final class TcpProxy implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile boolean broken;

	TcpProxy(int target) throws IOException {
		this.target = target;
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	/** Close all connections, and new ones at once. */
	void cut() {
		this.broken = true;
		this.sockets.forEach(TcpProxy::close);
	}

	/** Close all connections, and let new ones through. */
	void reset() {
		this.sockets.forEach(TcpProxy::close);
	}

	void heal() {
		this.broken = false;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket incoming = this.server.accept();
				if (this.broken) {
					close(incoming);
					continue;
				}
				Socket outgoing = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.sockets.add(incoming);
				this.sockets.add(outgoing);
				if (this.broken) {
					// cut in the meantime, which may have missed these
					close(incoming);
					close(outgoing);
				}
				start(() -> copy(incoming, outgoing));
				start(() -> copy(outgoing, incoming));
			}
			catch (IOException ex) {
				// closed, or the target is
			}
		}
	}

	private void copy(Socket from, Socket to) {
		try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			in.transferTo(out);
		}
		catch (IOException ex) {
			// cut
		}
		finally {
			close(from);
			close(to);
			this.sockets.remove(from);
			this.sockets.remove(to);
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		cut();
	}

}
