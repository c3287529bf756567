package dev.socketio.interop.features;

import java.io.ByteArrayOutputStream;
import java.time.Duration;

import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;

/**
 * A session over WebSocket.
 */
final class WebSocketLink extends Link {

	private final WebSocketConnection webSocket;

	private final String sid;

	WebSocketLink(TestServer server, HttpRequest handshake) {
		this.webSocket = WebSocketConnection.open(server, handshake);
		this.sid = Json.parse(this.webSocket.receiveText().substring(1)).get("sid").stringValue();
		start(this::read);
	}

	private void read() {
		while (true) {
			WebSocketFrame frame = this.webSocket.receive(Duration.ofHours(1));
			if (frame.opcode() == WebSocketFrame.TEXT) {
				receivedPacket(frame.text());
			}
			else if (frame.opcode() == WebSocketFrame.BINARY) {
				received(frame.payload());
			}
			else if (frame.opcode() == WebSocketFrame.CLOSE) {
				ended("close code " + frame.closeCode());
				return;
			}
		}
	}

	WebSocketConnection webSocket() {
		return this.webSocket;
	}

	@Override
	String sid() {
		return this.sid;
	}

	@Override
	void send(Object... messages) {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (Object message : messages) {
			frames.writeBytes(((message instanceof byte[] data) ? WebSocketFrame.of(WebSocketFrame.BINARY, data)
					: WebSocketFrame.of(WebSocketFrame.TEXT, "4" + message))
				.masked());
		}
		this.webSocket.offerRaw(frames.toByteArray());
	}

	@Override
	void closeBehind(String... messages) {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		for (String message : messages) {
			frames.writeBytes(WebSocketFrame.of(WebSocketFrame.TEXT, "4" + message).masked());
		}
		frames.writeBytes(WebSocketFrame.close(1000, "").masked());
		this.webSocket.offerRaw(frames.toByteArray());
	}

	@Override
	void sendPacket(String packet) {
		// The server may have closed the session, which the inbox tells
		this.webSocket.offerRaw(WebSocketFrame.of(WebSocketFrame.TEXT, packet).masked());
	}

	@Override
	void cut() {
		this.webSocket.reset();
	}

	@Override
	public void close() {
		this.webSocket.offerRaw(WebSocketFrame.close(1000, "").masked());
		this.webSocket.close();
	}

}
