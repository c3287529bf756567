package dev.socketio.interop.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Engine.IO session over HTTP long-polling, driven step by step. Each request has a
 * TCP connection of its own. Nothing happens by itself, the heartbeat included.
 */
public final class PollingSession {

	/** What separates the packets of a payload. */
	public static final String SEPARATOR = "\u001e";

	private static final Pattern SID = Pattern.compile("^0\\{\"sid\":\"([\\w-]+)\"");

	private final TestServer server;

	private final Mount mount;

	private final HttpResponse handshake;

	private final String sid;

	private PollingSession(TestServer server, Mount mount, HttpResponse handshake) {
		this.server = server;
		this.mount = mount;
		this.handshake = handshake;
		this.sid = sid(handshake.text());
	}

	/**
	 * Opens a session.
	 * @param server the server
	 * @param mount the endpoint
	 * @return the session
	 */
	public static PollingSession open(TestServer server, Mount mount) {
		HttpResponse handshake = HttpConnection.exchange(server, HttpRequest.get(mount.polling()));
		if (handshake.status() != 200) {
			throw new AssertionError("Handshake refused: " + handshake);
		}
		return new PollingSession(server, mount, handshake);
	}

	/**
	 * Opens a session that is ready for {@link Mount#message(String)}: on a Socket.IO
	 * endpoint, the main namespace is joined.
	 * @param server the server
	 * @param mount the endpoint
	 * @return the session
	 */
	public static PollingSession openForEcho(TestServer server, Mount mount) {
		PollingSession session = open(server, mount);
		if (!mount.isRaw()) {
			session.send("40");
			session.poll(2);
		}
		return session;
	}

	static String sid(String openPacket) {
		Matcher matcher = SID.matcher(openPacket);
		if (!matcher.find()) {
			throw new AssertionError("Not an open packet: " + openPacket);
		}
		return matcher.group(1);
	}

	/**
	 * The session id.
	 * @return the id
	 */
	public String sid() {
		return this.sid;
	}

	/**
	 * The response to the handshake.
	 * @return the response
	 */
	public HttpResponse handshake() {
		return this.handshake;
	}

	/**
	 * Target of the polling requests of this session.
	 * @return path and query
	 */
	public String target() {
		return this.mount.polling(this.sid);
	}

	/**
	 * Sends a GET without waiting for the response.
	 * @return the connection that will receive the response
	 */
	public HttpConnection startGet() {
		return HttpConnection.open(this.server).send(HttpRequest.get(target()));
	}

	/**
	 * Sends the head of a POST, but not the body.
	 * @param length the announced length of the body in bytes
	 * @return the connection to send the body on
	 */
	public HttpConnection startPost(int length) {
		return HttpConnection.open(this.server)
			.sendHead(HttpRequest.of("POST", target())
				.header("Content-Type", "text/plain;charset=UTF-8")
				.header("Content-Length", String.valueOf(length)));
	}

	/**
	 * Sends a GET and waits for the response.
	 * @return the response
	 */
	public HttpResponse get() {
		return HttpConnection.exchange(this.server, HttpRequest.get(target()));
	}

	/**
	 * Sends a POST and waits for the response.
	 * @param body the payload
	 * @return the response
	 */
	public HttpResponse post(String body) {
		return HttpConnection.exchange(this.server, HttpRequest.post(target(), body));
	}

	/**
	 * Sends packets in one POST, which must succeed.
	 * @param packets the packets
	 */
	public void send(String... packets) {
		HttpResponse response = post(String.join(SEPARATOR, packets));
		if (response.status() != 200 || !"ok".equals(response.text())) {
			throw new AssertionError("POST failed: " + response);
		}
	}

	/**
	 * Receives packets with one GET, which must succeed.
	 * @return the packets
	 */
	public List<String> poll() {
		HttpResponse response = get();
		if (response.status() != 200) {
			throw new AssertionError("GET failed: " + response);
		}
		return response.packets();
	}

	/**
	 * Receives messages with as many GETs as it takes. Pings are answered, other packets
	 * are dropped.
	 * @param count how many messages to wait for
	 * @return the message packets
	 */
	public List<String> poll(int count) {
		List<String> messages = new ArrayList<>();
		while (messages.size() < count) {
			for (String packet : poll()) {
				switch (packet.charAt(0)) {
					case '2' -> send("3");
					case '4', 'b' -> messages.add(packet);
					case '1' -> throw new AssertionError("Closed after " + messages);
					default -> {
					}
				}
			}
		}
		return messages;
	}

	/**
	 * Sends a message and waits for the reply, which must be the next message.
	 * @param text a text that needs no escaping in JSON
	 */
	public void echo(String text) {
		send(this.mount.message(text));
		List<String> messages = poll(1);
		if (!messages.equals(List.of(this.mount.reply(text)))) {
			throw new AssertionError("Expected the reply to " + text + ", got " + messages);
		}
	}

	/**
	 * Opens a WebSocket for this session. The probe is left to the caller.
	 * @return the open WebSocket
	 */
	public WebSocketConnection openWebSocket() {
		return WebSocketConnection.open(this.server, this.mount.webSocket(this.sid));
	}

	/**
	 * Whether the session exists and has polling as its transport. Has no effect on it.
	 * @return whether it is open
	 */
	public boolean isOpen() {
		return probe().isOpen();
	}

	/**
	 * Waits until the server has forgotten this session.
	 */
	public void awaitClosed() {
		awaitClosed(HttpConnection.REPLY_TIMEOUT);
	}

	/**
	 * Waits until the server has forgotten this session.
	 * @param within how long to wait
	 */
	public void awaitClosed(Duration within) {
		probe().awaitClosed(within);
	}

	private SessionProbe probe() {
		return new SessionProbe(this.server, this.mount.webSocket(this.sid));
	}

}
