package dev.socketio.interop.client;

import java.io.Closeable;
import java.time.Duration;

/**
 * An Engine.IO session over WebSocket.
 */
public final class WebSocketSession implements Closeable {

	private final TestServer server;

	private final Mount mount;

	private final WebSocketConnection webSocket;

	private final String openPacket;

	private WebSocketSession(TestServer server, Mount mount, WebSocketConnection webSocket) {
		this.server = server;
		this.mount = mount;
		this.webSocket = webSocket;
		this.openPacket = webSocket.receiveText();
	}

	/**
	 * Opens a session that answers the pings of the server by itself.
	 * @param server the server
	 * @param mount the endpoint
	 * @return the session
	 */
	public static WebSocketSession open(TestServer server, Mount mount) {
		return new WebSocketSession(server, mount,
				WebSocketConnection.open(server, mount.webSocket(), WebSocketSession::answerPing));
	}

	/**
	 * Opens a session that leaves the heartbeat to the test.
	 * @param server the server
	 * @param mount the endpoint
	 * @return the session
	 */
	public static WebSocketSession openWithoutHeartbeat(TestServer server, Mount mount) {
		return new WebSocketSession(server, mount, WebSocketConnection.open(server, mount.webSocket()));
	}

	/**
	 * Opens a session that is ready for {@link Mount#message(String)}: on a Socket.IO
	 * endpoint, the main namespace is joined.
	 * @param server the server
	 * @param mount the endpoint
	 * @return the session
	 */
	public static WebSocketSession openForEcho(TestServer server, Mount mount) {
		WebSocketSession session = open(server, mount);
		if (!mount.isRaw()) {
			session.webSocket.sendText("40");
			session.webSocket.receiveText();
			session.webSocket.receiveText();
		}
		return session;
	}

	private static boolean answerPing(WebSocketConnection webSocket, WebSocketFrame frame) {
		boolean ping = frame.opcode() == WebSocketFrame.TEXT && frame.text().equals("2");
		if (ping) {
			webSocket.offerRaw(WebSocketFrame.of(WebSocketFrame.TEXT, "3").masked());
		}
		return ping;
	}

	/**
	 * The session id.
	 * @return the id
	 */
	public String sid() {
		return PollingSession.sid(this.openPacket);
	}

	/**
	 * The first packet of the server.
	 * @return the packet, with its type
	 */
	public String openPacket() {
		return this.openPacket;
	}

	/**
	 * The WebSocket of this session.
	 * @return the connection
	 */
	public WebSocketConnection webSocket() {
		return this.webSocket;
	}

	/**
	 * Sends a message and waits for the reply, which must be the next frame.
	 * @param text a text that needs no escaping in JSON
	 */
	public void echo(String text) {
		this.webSocket.sendText(this.mount.message(text));
		String reply = this.webSocket.receiveText();
		if (!reply.equals(this.mount.reply(text))) {
			throw new AssertionError("Expected the reply to " + text + ", got " + reply);
		}
	}

	/**
	 * Whether the session exists. Has no effect on it.
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

	/**
	 * Closes the TCP connection without a close frame.
	 */
	@Override
	public void close() {
		this.webSocket.close();
	}

	private SessionProbe probe() {
		return new SessionProbe(this.server, this.mount.polling(sid()));
	}

}
