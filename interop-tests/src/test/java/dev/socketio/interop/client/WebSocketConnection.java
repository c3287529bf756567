package dev.socketio.interop.client;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A WebSocket at frame level. A thread of its own reads the frames, so that a heartbeat
 * can be answered while a test is busy. The closing handshake is completed, and the
 * connection closed after it, as every client does. Thread-safe.
 */
public final class WebSocketConnection implements Closeable {

	/** Code to report when the connection ended without a close frame. */
	public static final int ABNORMAL_CLOSURE = 1006;

	private static final WebSocketFrame END = WebSocketFrame.close(ABNORMAL_CLOSURE, "");

	private final HttpConnection connection;

	private final HttpResponse handshake;

	private final BlockingDeque<WebSocketFrame> frames = new LinkedBlockingDeque<>();

	private volatile boolean closeSent;

	private WebSocketConnection(HttpConnection connection, HttpResponse handshake) {
		this.connection = connection;
		this.handshake = handshake;
	}

	/**
	 * Opens a WebSocket.
	 * @param server the server
	 * @param target the request target: path and query
	 * @return the open WebSocket
	 */
	public static WebSocketConnection open(TestServer server, String target) {
		return open(server, HttpRequest.webSocket(target));
	}

	/**
	 * Opens a WebSocket.
	 * @param server the server
	 * @param request the handshake
	 * @return the open WebSocket
	 */
	public static WebSocketConnection open(TestServer server, HttpRequest request) {
		HttpConnection connection = HttpConnection.open(server);
		HttpResponse response = connection.exchange(request);
		if (response.status() != 101) {
			connection.close();
			throw new AssertionError("WebSocket refused for " + request + ": " + response);
		}
		return over(connection, response);
	}

	/**
	 * Continues a connection after its WebSocket handshake.
	 * @param connection the connection; not to be used directly from now on
	 * @param handshake the 101 response that was received on it
	 * @return the open WebSocket
	 */
	public static WebSocketConnection over(HttpConnection connection, HttpResponse handshake) {
		WebSocketConnection webSocket = new WebSocketConnection(connection, handshake);
		webSocket.start((frame) -> false);
		return webSocket;
	}

	static WebSocketConnection open(TestServer server, String target, HeartbeatAnswer answer) {
		HttpConnection connection = HttpConnection.open(server);
		HttpResponse response = connection.exchange(HttpRequest.webSocket(target));
		if (response.status() != 101) {
			connection.close();
			throw new AssertionError("WebSocket refused for " + target + ": " + response);
		}
		WebSocketConnection webSocket = new WebSocketConnection(connection, response);
		webSocket.start((frame) -> answer.handle(webSocket, frame));
		return webSocket;
	}

	/**
	 * The response to the handshake.
	 * @return the 101 response
	 */
	public HttpResponse handshake() {
		return this.handshake;
	}

	/**
	 * Sends a text frame.
	 * @param text the payload
	 */
	public void sendText(String text) {
		send(WebSocketFrame.of(WebSocketFrame.TEXT, text));
	}

	/**
	 * Sends a binary frame.
	 * @param bytes the payload
	 */
	public void sendBinary(byte... bytes) {
		send(WebSocketFrame.of(WebSocketFrame.BINARY, bytes));
	}

	/**
	 * Sends a frame, masked.
	 * @param frame the frame
	 */
	public void send(WebSocketFrame frame) {
		this.closeSent |= frame.opcode() == WebSocketFrame.CLOSE;
		sendRaw(frame.masked());
	}

	/**
	 * Sends bytes as they are.
	 * @param bytes the bytes
	 */
	public synchronized void sendRaw(byte[] bytes) {
		this.connection.send(bytes);
	}

	/**
	 * Sends bytes that the server may refuse to read to their end.
	 * @param bytes the bytes
	 * @return whether the server has not closed the connection meanwhile
	 */
	public synchronized boolean offerRaw(byte[] bytes) {
		return this.connection.offer(bytes);
	}

	/**
	 * Waits for the next frame.
	 * @return the frame
	 */
	public WebSocketFrame receive() {
		return receive(HttpConnection.REPLY_TIMEOUT);
	}

	/**
	 * Waits for the next frame.
	 * @param timeout how long to wait
	 * @return the frame
	 */
	public WebSocketFrame receive(Duration timeout) {
		WebSocketFrame frame = poll(timeout);
		if (frame == null) {
			throw new AssertionError("No frame within " + timeout);
		}
		if (frame == END) {
			this.frames.add(END);
			throw new AssertionError("The connection was closed instead of sending a frame");
		}
		return frame;
	}

	/**
	 * Waits for the next frame, which must be a text frame.
	 * @return the payload
	 */
	public String receiveText() {
		WebSocketFrame frame = receive();
		if (frame.opcode() != WebSocketFrame.TEXT) {
			throw new AssertionError("Expected text, got " + frame);
		}
		return frame.text();
	}

	/**
	 * Whether no frame arrives, and the connection stays open, for some time.
	 * @param time how long to watch
	 * @return whether it was silent
	 */
	public boolean isSilentFor(Duration time) {
		WebSocketFrame frame = poll(time);
		if (frame != null) {
			this.frames.addFirst(frame);
		}
		return frame == null;
	}

	/**
	 * Waits until the server closes the WebSocket. Other frames are dropped.
	 * @return the code that a browser would report: that of the close frame,
	 * {@link WebSocketFrame#NO_STATUS} if it has none, {@link #ABNORMAL_CLOSURE} if there
	 * is no close frame
	 */
	public int closeCode() {
		return closeCode(HttpConnection.REPLY_TIMEOUT);
	}

	/**
	 * Waits until the server closes the WebSocket. Other frames are dropped.
	 * @param timeout how long to wait
	 * @return the code that a browser would report
	 */
	public int closeCode(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (true) {
			WebSocketFrame frame = poll(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
			if (frame == null) {
				throw new AssertionError("Not closed within " + timeout);
			}
			if (frame.opcode() == WebSocketFrame.CLOSE) {
				return frame.closeCode();
			}
		}
	}

	/**
	 * Aborts the TCP connection.
	 */
	public void reset() {
		this.connection.reset();
	}

	/**
	 * Closes the TCP connection without a close frame.
	 */
	@Override
	public void close() {
		this.connection.close();
	}

	private @Nullable WebSocketFrame poll(Duration timeout) {
		try {
			return this.frames.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void start(Predicate<WebSocketFrame> handled) {
		Thread reader = new Thread(() -> readFrames(handled), "websocket-reader");
		reader.setDaemon(true);
		reader.start();
	}

	private void readFrames(Predicate<WebSocketFrame> handled) {
		try {
			this.connection.unlimitedReads();
			DataInputStream in = new DataInputStream(this.connection.in());
			while (true) {
				WebSocketFrame frame = WebSocketFrame.read(in);
				if (handled.test(frame)) {
					continue;
				}
				this.frames.add(frame);
				if (frame.opcode() == WebSocketFrame.CLOSE && !this.closeSent) {
					offerRaw(frame.masked());
				}
			}
		}
		catch (IOException ex) {
			this.frames.add(END);
		}
		finally {
			close();
		}
	}

	/**
	 * Deals with the frames that a test does not want to see.
	 */
	interface HeartbeatAnswer {

		/**
		 * Looks at a frame before the test does.
		 * @param webSocket where it arrived
		 * @param frame the frame
		 * @return whether the test must not see it
		 */
		boolean handle(WebSocketConnection webSocket, WebSocketFrame frame);

	}

}
