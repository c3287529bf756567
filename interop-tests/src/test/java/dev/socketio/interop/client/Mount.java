package dev.socketio.interop.client;

/**
 * The mount points that a server under test provides. Each one is an independent
 * Engine.IO endpoint with its own options; see the conformance application for their
 * behaviour.
 */
public enum Mount {

	/** Raw Engine.IO, revision 4 only; every message is echoed. Heartbeat 300/200 ms. */
	ECHO("/engine.io/", 300, 200),

	/**
	 * Raw Engine.IO that also accepts revision 3; every message is echoed. Heartbeat
	 * 300/200 ms.
	 */
	ECHO_V3("/engine.io-v3/", 300, 200),

	/**
	 * Raw Engine.IO with permessage-deflate and a limit of 100 000 bytes; every message
	 * is echoed.
	 */
	ECHO_DEFLATE("/engine.io-z/", 5000, 5000),

	/**
	 * Raw Engine.IO of both revisions that pings soon, but gives clients time to answer;
	 * every message is echoed. Heartbeat 300/4000 ms.
	 */
	ECHO_PATIENT("/engine.io-p/", 300, 4000),

	/**
	 * Raw Engine.IO of both revisions with the default heartbeat: nothing is sent
	 * spontaneously for 25 seconds. Every message is echoed.
	 */
	ECHO_QUIET("/engine.io-l/", 25000, 20000),

	/** Socket.IO, revision 5 only. Heartbeat 300/200 ms. */
	SOCKET_IO("/socket.io/", 300, 200),

	/**
	 * Socket.IO that pings soon, but gives clients time to answer, and three seconds to
	 * join a namespace. Heartbeat 300/4000 ms.
	 */
	SOCKET_IO_PATIENT("/socket.io-p/", 300, 4000),

	/** Socket.IO that also accepts the clients of version 2. */
	SOCKET_IO_V3("/socket.io-v3/", 1000, 1000),

	/** The same with the default heartbeat. */
	SOCKET_IO_V3_QUIET("/socket.io-v3l/", 25000, 20000),

	/**
	 * Socket.IO with a command for each server-side feature. The server that the tests
	 * start themselves leaves clients more time.
	 */
	SOCKET_IO_FEATURES("/socket.io-x/", 1500, 1000),

	/** Socket.IO with connection state recovery. */
	SOCKET_IO_RECOVERY("/socket.io-r/", 1500, 1000),

	/** The same for clients that may be slow. Sessions are kept for five seconds. */
	SOCKET_IO_RECOVERY_PATIENT("/socket.io-rp/", 1500, 5000),

	/** Socket.IO with the MessagePack parser. */
	SOCKET_IO_MSGPACK("/socket.io-m/", 1000, 1000),

	/**
	 * Socket.IO with the default heartbeat: nothing is sent spontaneously for 25 seconds.
	 */
	SOCKET_IO_QUIET("/socket.io-l/", 25000, 20000);

	private final String path;

	private final int pingInterval;

	private final int pingTimeout;

	Mount(String path, int pingInterval, int pingTimeout) {
		this.path = path;
		this.pingInterval = pingInterval;
		this.pingTimeout = pingTimeout;
	}

	/**
	 * Path of the endpoint.
	 * @return the path, with its leading and trailing slash
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Time between a pong (or the handshake) and the next ping.
	 * @return the time in milliseconds
	 */
	public int pingInterval() {
		return this.pingInterval;
	}

	/**
	 * Time that a client has to answer a ping.
	 * @return the time in milliseconds
	 */
	public int pingTimeout() {
		return this.pingTimeout;
	}

	/**
	 * Request target with the given query.
	 * @param query the raw query, without the question mark
	 * @return path and query
	 */
	public String target(String query) {
		return this.path + "?" + query;
	}

	/**
	 * Request target of a polling handshake.
	 * @return path and query
	 */
	public String polling() {
		return target("EIO=4&transport=polling");
	}

	/**
	 * Request target of a polling request within a session.
	 * @param sid the session id
	 * @return path and query
	 */
	public String polling(String sid) {
		return polling() + "&sid=" + sid;
	}

	/**
	 * Request target of a WebSocket handshake.
	 * @return path and query
	 */
	public String webSocket() {
		return target("EIO=4&transport=websocket");
	}

	/**
	 * Request target of a WebSocket handshake for an existing session.
	 * @param sid the session id
	 * @return path and query
	 */
	public String webSocket(String sid) {
		return webSocket() + "&sid=" + sid;
	}

	/**
	 * The packet that makes the server answer with {@link #reply(String)}.
	 * @param text a text that needs no escaping in JSON
	 * @return an Engine.IO packet
	 */
	public String message(String text) {
		return isRaw() ? "4" + text : "42[\"message\",\"" + text + "\"]";
	}

	/**
	 * What the server answers to {@link #message(String)}, once the main namespace is
	 * joined.
	 * @param text the same text
	 * @return an Engine.IO packet
	 */
	public String reply(String text) {
		return isRaw() ? "4" + text : "42[\"message-back\",\"" + text + "\"]";
	}

	boolean isRaw() {
		return this.path.startsWith("/engine.io");
	}

}
