package dev.socketio.benchmarks.soak;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, with HTTP requests and then perhaps WebSocket frames on it.
 */
final class Wire implements Closeable {

	private static final int TIMEOUT = 30_000;

	private static final int TEXT = 1;

	private static final int CLOSE = 8;

	private static final int NOTHING = -2;

	private static final byte[] MASK = { 1, 2, 3, 4 };

	private final Socket socket = new Socket();

	private final InputStream in;

	Wire(int port) throws IOException {
		this.socket.setTcpNoDelay(true);
		this.socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT);
		this.socket.setSoTimeout(TIMEOUT);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * Exchange one request.
	 * @return the body
	 * @throws IOException if the connection is lost or the status is not 200
	 */
	String exchange(String method, String target, String body) throws IOException {
		byte[] content = body.getBytes(StandardCharsets.UTF_8);
		write(bytes(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + content.length
				+ "\r\nContent-Type: text/plain;charset=UTF-8\r\n\r\n"));
		write(content);
		String status = line();
		int length = 0;
		for (String header = line(); !header.isEmpty(); header = line()) {
			if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
				length = Integer.parseInt(header.substring(15).trim());
			}
		}
		String answer = new String(this.in.readNBytes(length), StandardCharsets.UTF_8);
		if (!status.startsWith("HTTP/1.1 200")) {
			throw new IOException(status + " " + answer);
		}
		return answer;
	}

	void upgrade(String target) throws IOException {
		write(bytes("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
				+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
		String status = line();
		if (!status.startsWith("HTTP/1.1 101")) {
			throw new IOException(status);
		}
		while (!line().isEmpty()) {
			// headers tell nothing of interest
			continue;
		}
	}

	/** Write text frames, all at once, and a close frame behind them if wanted. */
	void send(boolean close, String... packets) throws IOException {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (String packet : packets) {
			frame(frames, TEXT, bytes(packet));
		}
		if (close) {
			frame(frames, CLOSE, new byte[] { 3, (byte) 0xe8 });
		}
		write(frames.toByteArray());
	}

	private static void frame(ByteArrayOutputStream out, int opcode, byte[] payload) {
		out.write(0x80 | opcode);
		if (payload.length < 126) {
			out.write(0x80 | payload.length);
		}
		else {
			out.write(0x80 | 126);
			out.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
		}
		out.writeBytes(MASK);
		for (int i = 0; i < payload.length; i++) {
			out.write(payload[i] ^ MASK[i & 3]);
		}
	}

	/**
	 * Wait for a text frame.
	 * @return its payload, or {@code null} if none arrives in time
	 * @throws IOException at the end of the WebSocket
	 */
	@Nullable String receive(int millis) throws IOException {
		int first = first(millis);
		if (first == NOTHING) {
			return null;
		}
		int opcode = first & 15;
		int length = this.in.read();
		if (length == 126) {
			length = ByteBuffer.wrap(this.in.readNBytes(2)).getShort() & 0xffff;
		}
		else if (length == 127) {
			length = (int) ByteBuffer.wrap(this.in.readNBytes(8)).getLong();
		}
		if (first < 0 || length < 0 || opcode == CLOSE) {
			throw new EOFException();
		}
		return new String(this.in.readNBytes(length), StandardCharsets.UTF_8);
	}

	private int first(int millis) throws IOException {
		this.socket.setSoTimeout(Math.max(1, millis));
		try {
			return this.in.read();
		}
		catch (SocketTimeoutException ex) {
			return NOTHING;
		}
		finally {
			this.socket.setSoTimeout(TIMEOUT);
		}
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException();
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	private void write(byte[] data) throws IOException {
		this.socket.getOutputStream().write(data);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	void shutdownOutput() throws IOException {
		this.socket.shutdownOutput();
	}

	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
