package dev.socketio.engine.session;

import java.util.List;

import dev.socketio.engine.session.WebSocketFraming.BinaryForm;
import org.jspecify.annotations.Nullable;

/**
 * The differences between the revisions of the protocol.
 */
interface Revision {

	/** The current revision. */
	Revision FOUR = new Revision4();

	/** The revision of Socket.IO 2 clients. */
	Revision THREE = new Revision3(false);

	/** The same for clients that cannot receive binary data. */
	Revision THREE_BASE64 = new Revision3(true);

	int number();

	Heartbeat heartbeat(EngineSession session);

	BinaryForm binaryForm();

	/** Write the body of a polling response. */
	Payload encode(List<EnginePacket> packets);

	/** Whether a polling request may have this content type. */
	boolean accepts(@Nullable String contentType);

	/**
	 * Hand the packets of a body to the receiver, until one closes it.
	 * @throws PayloadException if the body is malformed
	 */
	void decode(byte[] body, @Nullable String contentType, PacketReceiver receiver);

	/** Hand a binary WebSocket message to the receiver. */
	void receiveBinaryFrame(byte[] data, PacketReceiver receiver);

	/** Hand a binary message in text form, {@code b...}, to the receiver. */
	void receiveBase64(byte[] in, int start, int end, PacketReceiver receiver);

	/**
	 * A body.
	 *
	 * @param bytes its bytes
	 * @param contentType its content type
	 */
	record Payload(byte[] bytes, String contentType) {

	}

}
