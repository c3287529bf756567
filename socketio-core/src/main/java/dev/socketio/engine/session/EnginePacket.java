package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.TransportType;

/**
 * A packet of the Engine.IO protocol. The array is not copied and must not be changed.
 *
 * @param type the type
 * @param data the data, UTF-8 if it is text; empty for most packets that are no messages
 * @param isBinary whether the data is binary
 * @param compress whether a transport may compress the packet
 * @since 0.1.0
 */
public record EnginePacket(Type type, byte[] data, boolean isBinary, boolean compress) {

	static final EnginePacket CLOSE = control(Type.CLOSE, "");

	static final EnginePacket PING = control(Type.PING, "");

	static final EnginePacket PONG = control(Type.PONG, "");

	static final EnginePacket NOOP = control(Type.NOOP, "");

	static final EnginePacket PROBE_ANSWER = control(Type.PONG, "probe");

	/**
	 * Create a message.
	 * @param data the data, UTF-8 if it is text
	 * @param isBinary whether the data is binary
	 * @param compress whether a transport may compress the message
	 * @return the packet
	 */
	public static EnginePacket message(byte[] data, boolean isBinary, boolean compress) {
		return new EnginePacket(Type.MESSAGE, data, isBinary, compress);
	}

	/**
	 * Create a text message that may be compressed.
	 * @param text the text
	 * @return the packet
	 */
	public static EnginePacket text(String text) {
		return message(text.getBytes(StandardCharsets.UTF_8), false, true);
	}

	/**
	 * Create a binary message that may be compressed.
	 * @param data the data
	 * @return the packet
	 */
	public static EnginePacket binary(byte[] data) {
		return message(data, true, true);
	}

	static EnginePacket open(EngineSession session, EngineOptions options) {
		boolean upgradable = session.transport() == TransportType.POLLING && options.allowUpgrades()
				&& options.transports().contains(TransportType.WEBSOCKET);
		String json = "{\"sid\":\"" + session.id() + "\",\"upgrades\":[" + (upgradable ? "\"websocket\"" : "")
				+ "],\"pingInterval\":" + options.pingInterval().toMillis() + ",\"pingTimeout\":"
				+ options.pingTimeout().toMillis() + ",\"maxPayload\":" + options.maxHttpBufferSize() + "}";
		return control(Type.OPEN, json);
	}

	private static EnginePacket control(Type type, String text) {
		return new EnginePacket(type, text.getBytes(StandardCharsets.US_ASCII), false, false);
	}

	int size() {
		return this.data.length + 1;
	}

	/**
	 * Types of packets, in the order of their numbers.
	 *
	 * @since 0.1.0
	 */
	public enum Type {

		/** The first packet of the server. */
		OPEN,

		/** The sender ends the session. */
		CLOSE,

		/** A heartbeat. */
		PING,

		/** The answer to a heartbeat. */
		PONG,

		/** Data of the protocol above. */
		MESSAGE,

		/** The client moves to another transport. */
		UPGRADE,

		/** A packet without a meaning, which answers a poll. */
		NOOP;

		/**
		 * Return the number of the type as text.
		 * @return the digit in ASCII
		 */
		public byte digit() {
			return (byte) ('0' + ordinal());
		}

	}

}
