package dev.socketio.engine.session;

import dev.socketio.engine.EngineRequest;
import dev.socketio.internal.ApplicationCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on the packets that a client sends: messages go to the listener of the session,
 * others concern heartbeat and connection. Used by the owner of the session only.
 */
final class PacketReceiver {

	private static final Logger logger = LoggerFactory.getLogger(PacketReceiver.class);

	private final EngineSession session;

	private final Heartbeat heartbeat;

	PacketReceiver(EngineSession session, Heartbeat heartbeat) {
		this.session = session;
		this.heartbeat = heartbeat;
	}

	/**
	 * Whether packets have an effect. A session that is closing accepts a close packet.
	 */
	boolean isReceiving() {
		return this.session.life().isReceiving();
	}

	/** The body of a polling request. */
	void upload(EngineRequest request, byte[] body) {
		ApplicationCode.run(() -> this.session.life().listener().onUpload(request),
				(error) -> logger.error("A polling request could not be announced", error));
		try {
			this.session.revision().decode(body, request.header("content-type"), this);
		}
		catch (PayloadException ex) {
			if (!this.session.life().isClosing()) {
				this.session.end(CloseReason.PARSE_ERROR, "malformed payload");
			}
		}
	}

	/** A packet as text. */
	void text(byte[] in, int start, int end) {
		int type = (end > start) ? in[start] : -1;
		if (!this.session.isOpen()) {
			if (type == '1' && this.session.life().isClosing()) {
				closedByClient();
			}
			return;
		}
		switch (type) {
			case '4' -> {
				this.heartbeat.activity();
				ApplicationCode.run(() -> this.session.life().listener().onText(in, start + 1, end - start - 1),
						this::failed);
			}
			case 'b' -> base64(in, start, end);
			case '3' -> this.heartbeat.ponged();
			case '2' -> this.heartbeat.pinged();
			case '1' -> closedByClient();
			case '0', '5', '6' -> this.heartbeat.activity();
			default -> invalid();
		}
	}

	private void base64(byte[] in, int start, int end) {
		try {
			this.session.revision().receiveBase64(in, start, end, this);
		}
		catch (PayloadException ex) {
			invalid();
		}
	}

	/** A binary WebSocket message. */
	void frame(byte[] data) {
		try {
			this.session.revision().receiveBinaryFrame(data, this);
		}
		catch (PayloadException ex) {
			invalid();
		}
	}

	/** The data of a binary message. */
	void binary(byte[] data) {
		if (this.session.isOpen()) {
			this.heartbeat.activity();
			ApplicationCode.run(() -> this.session.life().listener().onBinary(data), this::failed);
		}
	}

	/** The session has moved to a WebSocket. */
	void upgraded() {
		if (isReceiving()) {
			ApplicationCode.run(() -> this.session.life().listener().onUpgrade(), this::failed);
		}
	}

	private void closedByClient() {
		this.session.currentTransport().closedByClient();
		this.session.end(CloseReason.TRANSPORT_CLOSE, "close packet");
	}

	private void invalid() {
		this.session.end(CloseReason.PARSE_ERROR, "invalid packet");
	}

	/** The listener has not told what to do, and requests would stay unanswered. */
	private void failed(Throwable error) {
		logger.error("A message could not be handled: closing the session", error);
		this.session.end(CloseReason.FORCED_CLOSE, "failed listener");
	}

}
