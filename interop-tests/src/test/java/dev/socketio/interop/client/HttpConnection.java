package dev.socketio.interop.client;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One TCP connection to the server, with HTTP/1.1 on it: requests can be sent in pieces,
 * pipelined, or abandoned. Not thread-safe, but one thread may send while another one
 * receives.
 */
public final class HttpConnection implements Closeable {

	/**
	 * How long a server may take to answer when nothing else is said: generous, as it
	 * only matters when it fails, but less than any timer that would end the wait.
	 */
	public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(8);

	private static final Duration BRIEFLY = Duration.ofMillis(50);

	private final TestServer server;

	private final Socket socket;

	private final PushbackInputStream in;

	private final OutputStream out;

	private boolean bodyless;

	private HttpConnection(TestServer server, Socket socket) throws IOException {
		this.server = server;
		this.socket = socket;
		this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
		this.out = socket.getOutputStream();
	}

	/**
	 * Connects to a server.
	 * @param server the server
	 * @return the open connection
	 */
	public static HttpConnection open(TestServer server) {
		Socket socket = new Socket();
		try {
			socket.setTcpNoDelay(true);
			socket.connect(new InetSocketAddress(server.host(), server.port()), (int) REPLY_TIMEOUT.toMillis());
			return new HttpConnection(server, socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends a request and waits for its response, on a connection of its own.
	 * @param server the server
	 * @param request the request
	 * @return the response
	 */
	public static HttpResponse exchange(TestServer server, HttpRequest request) {
		try (HttpConnection connection = open(server)) {
			return connection.exchange(request);
		}
	}

	/**
	 * Sends a request and waits for its response.
	 * @param request the request
	 * @return the response
	 */
	public HttpResponse exchange(HttpRequest request) {
		return send(request).receive();
	}

	/**
	 * Sends a request.
	 * @param request the request
	 * @return this connection
	 */
	public HttpConnection send(HttpRequest request) {
		this.bodyless = request.isHead();
		return send(request.bytes(this.server));
	}

	/**
	 * Sends the head of a request, up to and including the empty line.
	 * @param request the request
	 * @return this connection
	 */
	public HttpConnection sendHead(HttpRequest request) {
		return send(request.head(this.server));
	}

	/**
	 * Sends bytes as they are.
	 * @param bytes the bytes
	 * @return this connection
	 */
	public HttpConnection send(byte[] bytes) {
		try {
			this.out.write(bytes);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends text as UTF-8.
	 * @param text the text
	 * @return this connection
	 */
	public HttpConnection send(String text) {
		return send(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends bytes that the server may refuse to read to their end.
	 * @param bytes the bytes
	 * @return whether the server has not closed the connection meanwhile
	 */
	public boolean offer(byte[] bytes) {
		try {
			this.out.write(bytes);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Waits for the next response.
	 * @return the response
	 */
	public HttpResponse receive() {
		return receive(REPLY_TIMEOUT);
	}

	/**
	 * Waits for the next response.
	 * @param timeout how long to wait for each piece of it
	 * @return the response
	 */
	public HttpResponse receive(Duration timeout) {
		try {
			this.socket.setSoTimeout((int) timeout.toMillis());
			return HttpResponse.read(this.in, this.bodyless);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether nothing happens on this connection for some time: no byte arrives, and the
	 * server does not close it.
	 * @param time how long to watch
	 * @return whether it was silent
	 */
	public boolean isSilentFor(Duration time) {
		try {
			this.socket.setSoTimeout((int) time.toMillis());
			int next = this.in.read();
			if (next != -1) {
				this.in.unread(next);
			}
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Whether the server has seen what was sent here and leaves it without an answer for
	 * now.
	 * @return whether nothing has arrived, and the connection is open
	 */
	public boolean isPending() {
		this.server.settle();
		return isSilentFor(BRIEFLY);
	}

	/**
	 * Whether the server closes this connection. Data that arrives before is dropped.
	 * @param time how long to wait
	 * @return whether the connection was closed, in whatever way
	 */
	public boolean isClosedWithin(Duration time) {
		long deadline = System.nanoTime() + time.toNanos();
		try {
			int next = 0;
			while (next != -1) {
				this.socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
				next = this.in.read();
			}
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Aborts the connection: the server sees a reset instead of an orderly end.
	 */
	public void reset() {
		try {
			this.socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		close();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	PushbackInputStream in() {
		return this.in;
	}

	void unlimitedReads() throws IOException {
		this.socket.setSoTimeout(0);
	}

}
