package dev.socketio.engine.session;

import java.util.Base64;

import dev.socketio.engine.session.WebSocketFraming.BinaryForm;

/**
 * The form that packets have as WebSocket messages, which depends on the client.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class WebSocketFormat {

	private final BinaryForm form;

	private final SendBacklogs backlogs;

	private final int compressionThreshold;

	WebSocketFormat(BinaryForm form, SendBacklogs backlogs, int compressionThreshold) {
		this.form = form;
		this.backlogs = backlogs;
		this.compressionThreshold = compressionThreshold;
	}

	/**
	 * Return whether the message of a packet is text.
	 * @param packet the packet
	 * @return {@code false} if it is binary
	 */
	public boolean isText(EnginePacket packet) {
		return !packet.isBinary() || this.form == BinaryForm.BASE64;
	}

	/**
	 * Return the message of a packet.
	 * @param packet the packet
	 * @return the content of the message, UTF-8 if it is text; not to be changed
	 */
	public byte[] message(EnginePacket packet) {
		byte[] data = packet.data();
		if (!packet.isBinary()) {
			return concat(new byte[] { packet.type().digit() }, data);
		}
		return switch (this.form) {
			case BARE -> data;
			case TYPED -> concat(new byte[] { (byte) packet.type().ordinal() }, data);
			case BASE64 -> concat(new byte[] { 'b', packet.type().digit() }, Base64.getEncoder().encode(data));
		};
	}

	/**
	 * Return whether the message of a packet is to be compressed, for a client that has
	 * agreed to compression.
	 * @param packet the packet
	 * @return {@code false} if it is too small, or not to be compressed at all
	 */
	public boolean isCompressed(EnginePacket packet) {
		return packet.compress() && packet.data().length >= this.compressionThreshold;
	}

	BinaryForm form() {
		return this.form;
	}

	SendBacklogs backlogs() {
		return this.backlogs;
	}

	private static byte[] concat(byte[] prefix, byte[] data) {
		byte[] message = new byte[WebSocketFraming.capacity((long) prefix.length + data.length)];
		System.arraycopy(prefix, 0, message, 0, prefix.length);
		System.arraycopy(data, 0, message, prefix.length, data.length);
		return message;
	}

}
