package dev.socketio.engine;

import java.nio.charset.StandardCharsets;

/**
 * A packet of the Engine.IO protocol.
 *
 * @param type its type
 * @param data its data, not empty for messages only
 * @param compress whether it may be compressed
 */
record EnginePacket(Type type, Message data, boolean compress) {

	private static final Message NOTHING = Message.text(new byte[0]);

	static final EnginePacket CLOSE = new EnginePacket(Type.CLOSE, NOTHING, false);

	static final EnginePacket PING = new EnginePacket(Type.PING, NOTHING, false);

	static final EnginePacket PONG = new EnginePacket(Type.PONG, NOTHING, false);

	static final EnginePacket NOOP = new EnginePacket(Type.NOOP, NOTHING, false);

	static final EnginePacket PROBE_ANSWER = new EnginePacket(Type.PONG, Message.text("probe"), false);

	static EnginePacket open(String json) {
		return new EnginePacket(Type.OPEN, Message.text(json.getBytes(StandardCharsets.UTF_8)), false);
	}

	static EnginePacket message(Message message, boolean compress) {
		return new EnginePacket(Type.MESSAGE, message, compress);
	}

	int size() {
		return this.data.size() + 1;
	}

	/** Types in the order of their numbers. */
	enum Type {

		OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP;

		byte digit() {
			return (byte) ('0' + ordinal());
		}

	}

}
