package dev.socketio.engine.session;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.TransportType;

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

	static EnginePacket open(EngineSession session, EngineOptions options) {
		boolean upgradable = session.transport() == TransportType.POLLING && options.allowUpgrades()
				&& options.transports().contains(TransportType.WEBSOCKET);
		String json = "{\"sid\":\"" + session.id() + "\",\"upgrades\":[" + (upgradable ? "\"websocket\"" : "")
				+ "],\"pingInterval\":" + options.pingInterval().toMillis() + ",\"pingTimeout\":"
				+ options.pingTimeout().toMillis() + ",\"maxPayload\":" + options.maxHttpBufferSize() + "}";
		return new EnginePacket(Type.OPEN, Message.text(json), false);
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
