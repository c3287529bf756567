package dev.socketio.interop.features;

import java.nio.charset.StandardCharsets;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.TestServer;
import org.awaitility.Awaitility;

/**
 * An Engine.IO session of revision 3 over polling. Nothing happens by itself.
 */
final class LegacyPolling {

	private final TestServer server;

	private final HttpResponse handshake;

	private final String target;

	private final String sid;

	private LegacyPolling(TestServer server, HttpResponse handshake, String target, String sid) {
		this.server = server;
		this.handshake = handshake;
		this.target = target;
		this.sid = sid;
	}

	static LegacyPolling open(TestServer server, Mount mount, String query) {
		String target = mount.target("EIO=3&transport=polling" + query);
		HttpResponse handshake = HttpConnection.exchange(server, HttpRequest.get(target));
		if (handshake.status() != 200) {
			throw new AssertionError("Handshake refused: " + handshake);
		}
		String json = handshake.text().substring(handshake.text().indexOf('{'), handshake.text().indexOf('}') + 1);
		String sid = Json.parse(json).get("sid").stringValue();
		return new LegacyPolling(server, handshake, target + "&sid=" + sid, sid);
	}

	/**
	 * Encode packets as text.
	 * @param packets the packets, each with its type
	 * @return the payload
	 */
	static String payload(String... packets) {
		StringBuilder payload = new StringBuilder();
		for (String packet : packets) {
			payload.append(packet.length()).append(':').append(packet);
		}
		return payload.toString();
	}

	HttpResponse handshake() {
		return this.handshake;
	}

	String sid() {
		return this.sid;
	}

	HttpResponse get() {
		return HttpConnection.exchange(this.server, HttpRequest.get(this.target));
	}

	HttpConnection startGet() {
		return HttpConnection.open(this.server).send(HttpRequest.get(this.target));
	}

	HttpResponse post(String body) {
		return post(body.getBytes(StandardCharsets.UTF_8), "text/plain;charset=UTF-8");
	}

	HttpResponse post(byte[] body, String contentType) {
		return HttpConnection.exchange(this.server, HttpRequest.post(this.target, body, contentType));
	}

	/** Asks with the wrong transport, which has no effect on a session. */
	boolean isOpen() {
		String wrong = this.target.replace("transport=polling", "transport=websocket");
		return HttpConnection.exchange(this.server, HttpRequest.get(wrong)).text().contains("\"code\":3");
	}

	void awaitClosed() {
		Awaitility.await("session closed").atMost(Client.TIMEOUT).until(() -> !isOpen());
	}

}
