package dev.socketio.interop.attack;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.zip.Deflater;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketFrame;

/**
 * Opens connections that write as much as the server takes, and read only what they are
 * told to. They stay open until the attacker leaves, with a reset.
 */
final class Attacker implements AutoCloseable {

	/** As much as fits into a message of the default size. */
	static final int BIG = 950_000;

	private static final int RSV1 = 4;

	private static final int SYNC_FLUSH_TAIL = 4;

	private final TestServer server;

	private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean over;

	Attacker(TestServer server) {
		this.server = server;
	}

	/**
	 * Do something with several threads at the same time, in the background.
	 * @param count the number of threads
	 * @param action takes the number of the thread, from 0 on
	 */
	void together(int count, IntConsumer action) {
		for (int i = 0; i < count; i++) {
			int number = i;
			Thread thread = new Thread(() -> {
				try {
					action.accept(number);
				}
				catch (UncheckedIOException ex) {
					// the server defends itself, or the attacker has left
				}
			}, "attacker");
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	/**
	 * Wait until all threads are done; what the server does not take in time is dropped.
	 * @param time how long to wait
	 */
	void await(Duration time) {
		long deadline = System.nanoTime() + time.toNanos();
		try {
			for (Thread thread : this.threads) {
				thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	boolean isOver() {
		return this.over;
	}

	HttpConnection tcp() {
		HttpConnection connection = HttpConnection.open(this.server);
		this.connections.add(connection);
		return connection;
	}

	/** A WebSocket, in no namespace yet. */
	HttpConnection open() {
		return open(HttpRequest.webSocket(Mount.SOCKET_IO.webSocket()));
	}

	HttpConnection openCompressed() {
		return open(HttpRequest.webSocket(Mount.SOCKET_IO.webSocket())
			.header("Sec-WebSocket-Extensions", "permessage-deflate; client_no_context_takeover"));
	}

	private HttpConnection open(HttpRequest handshake) {
		HttpConnection connection = tcp();
		HttpResponse response = connection.exchange(handshake);
		if (response.status() != 101) {
			throw new AssertionError("WebSocket refused: " + response);
		}
		return connection;
	}

	/** A WebSocket in the main namespace. */
	HttpConnection join() {
		HttpConnection connection = open();
		connection.offer(text("40"));
		return connection;
	}

	PollingSession poll() {
		return PollingSession.open(this.server, Mount.SOCKET_IO);
	}

	HttpConnection post(PollingSession session, byte[] body, int announced) {
		HttpConnection connection = tcp();
		connection.sendHead(HttpRequest.of("POST", session.target())
			.header("Content-Type", "text/plain;charset=UTF-8")
			.header("Content-Length", String.valueOf(announced)));
		connection.offer(body);
		return connection;
	}

	/**
	 * Send frames again and again, as long as the server takes them.
	 * @param connection the connection
	 * @param count how often
	 * @param frames the frames
	 */
	void repeat(HttpConnection connection, int count, byte[]... frames) {
		boolean open = true;
		for (int i = 0; open && i < count && !this.over; i++) {
			for (byte[] frame : frames) {
				open = open && connection.offer(frame);
			}
		}
	}

	static byte[] text(String packet) {
		return WebSocketFrame.of(WebSocketFrame.TEXT, packet).masked();
	}

	static byte[] binary(int size) {
		return WebSocketFrame.of(WebSocketFrame.BINARY, new byte[size]).masked();
	}

	/** An event with one text as its argument. */
	static String event(String namespace, String event, int size) {
		return "42" + (namespace.equals("/") ? "" : namespace + ",") + "[\"" + event + "\",\"" + "x".repeat(size)
				+ "\"]";
	}

	/** A frame that inflates to a packet. */
	static byte[] compressed(String packet) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(packet.getBytes(StandardCharsets.UTF_8));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		int length = buffer.length;
		while (length == buffer.length) {
			length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
			out.write(buffer, 0, length);
		}
		deflater.end();
		byte[] payload = Arrays.copyOf(out.toByteArray(), out.size() - SYNC_FLUSH_TAIL);
		return WebSocketFrame.of(WebSocketFrame.TEXT, payload).rsv(RSV1).masked();
	}

	@Override
	public void close() {
		this.over = true;
		this.connections.forEach(HttpConnection::reset);
		await(Duration.ofSeconds(10));
	}

}
