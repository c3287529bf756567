package dev.socketio.interop.features;

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
		for (Object message : messages) {
			if (message instanceof byte[] data) {
				this.webSocket.offerRaw(WebSocketFrame.of(WebSocketFrame.BINARY, data).masked());
			}
			else {
				sendPacket("4" + message);
			}
		}
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
