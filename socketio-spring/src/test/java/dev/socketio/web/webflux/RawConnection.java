package dev.socketio.web.webflux;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A TCP connection that sends bytes as they are, faster and ruder than a client library
 * would.
 */
final class RawConnection implements AutoCloseable {

	private static final int TIMEOUT = 30_000;

	private final Socket socket;

	private final DataInputStream in;

	RawConnection(int port) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(TIMEOUT);
		this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream()));
	}

	/** Ask for a WebSocket, and send frames as soon as the server has agreed. */
	static RawConnection webSocket(int port, byte[]... frames) throws IOException {
		RawConnection connection = new RawConnection(port);
		connection.requestWebSocket();
		ByteArrayOutputStream first = new ByteArrayOutputStream();
		for (byte[] frame : frames) {
			first.writeBytes(frame);
		}
		String head = connection.head();
		connection.send(first.toByteArray());
		if (!head.startsWith("HTTP/1.1 101 ")) {
			throw new AssertionError(head);
		}
		return connection;
	}

	void requestWebSocket(String... headers) throws IOException {
		StringBuilder lines = new StringBuilder();
		for (String header : headers) {
			lines.append(header).append("\r\n");
		}
		send("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\n"
				+ "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + lines + "\r\n");
	}

	void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
	}

	/** Status line and headers. */
	String head() throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) this.in.readUnsignedByte());
		}
		return head.toString();
	}

	/** The body of a response that tells its length. */
	String body(String head) throws IOException {
		String name = "content-length: ";
		int start = head.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
		int length = Integer.parseInt(head.substring(start, head.indexOf('\r', start)));
		return new String(this.in.readNBytes(length), StandardCharsets.UTF_8);
	}

	/** The next frame: text as it is, {@code close:1009} for a close frame. */
	String frame() throws IOException {
		int opcode = this.in.readUnsignedByte() & 0xF;
		long length = this.in.readUnsignedByte();
		if (length == 126) {
			length = this.in.readUnsignedShort();
		}
		else if (length == 127) {
			length = this.in.readLong();
		}
		byte[] payload = this.in.readNBytes((int) length);
		if (opcode == 8) {
			return "close:" + ((payload.length < 2) ? "" : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF);
		}
		return new String(payload, StandardCharsets.UTF_8);
	}

	/** Whether the server ends the connection without another byte. */
	boolean isEnded() {
		try {
			return this.in.read() < 0;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/** A masked text frame. */
	static byte[] text(String text) {
		return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
	}

	/** A masked frame. The mask is zero, which leaves the payload as it is. */
	static byte[] frame(int firstByte, byte[] payload) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(firstByte);
		if (payload.length < 126) {
			out.write(0x80 | payload.length);
		}
		else if (payload.length < 65536) {
			out.write(0x80 | 126);
			out.write(payload.length >> 8);
			out.write(payload.length);
		}
		else {
			out.write(0x80 | 127);
			for (int shift = 56; shift >= 0; shift -= 8) {
				out.write((int) ((long) payload.length >> shift));
			}
		}
		out.writeBytes(new byte[4]);
		out.writeBytes(payload);
		return out.toByteArray();
	}

}
