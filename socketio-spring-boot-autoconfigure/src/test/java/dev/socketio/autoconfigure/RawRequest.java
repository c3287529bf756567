package dev.socketio.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request whose headers are sent as they are, also those that HTTP clients set
 * themselves.
 */
final class RawRequest {

	private static final int TIMEOUT = 30_000;

	private final List<String> lines = new ArrayList<>();

	private RawRequest(String target) {
		this.lines.add("GET " + target + " HTTP/1.1");
	}

	static RawRequest of(String target) {
		return new RawRequest(target);
	}

	/** The first request of a session. */
	static RawRequest handshake(String transport) {
		RawRequest request = new RawRequest("/socket.io/?EIO=4&transport=" + transport);
		return transport.equals("websocket") ? request.upgrade() : request;
	}

	/** Use another method than {@code GET}. */
	RawRequest method(String method) {
		this.lines.set(0, this.lines.get(0).replaceFirst("^\\S+", method));
		return this;
	}

	RawRequest upgrade() {
		return header("Connection: Upgrade").header("Upgrade: websocket")
			.header("Sec-WebSocket-Version: 13")
			.header("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
	}

	RawRequest header(String line) {
		this.lines.add(line);
		return this;
	}

	/** Send the request, and return the response up to the end of its headers. */
	String send(int port) {
		return send("127.0.0.1", port);
	}

	String send(String address, int port) {
		if (this.lines.stream().noneMatch((line) -> line.startsWith("Host:"))) {
			header("Host: localhost:" + port);
		}
		try (Socket socket = new Socket(address, port)) {
			socket.setSoTimeout(TIMEOUT);
			socket.getOutputStream()
				.write((String.join("\r\n", this.lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			StringBuilder head = new StringBuilder();
			InputStream in = socket.getInputStream();
			while (head.indexOf("\r\n\r\n") < 0) {
				int next = in.read();
				if (next < 0) {
					throw new IOException("Connection closed after: " + head);
				}
				head.append((char) next);
			}
			return head.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int status(int port) {
		return Integer.parseInt(send(port).split(" ", 3)[1]);
	}

}
