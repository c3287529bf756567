package dev.socketio.interop.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebSocket frame, valid or not.
 *
 * @param fin the FIN bit
 * @param rsv the three reserved bits, RSV1 being 4
 * @param opcode the opcode, 0 to 15
 * @param payload the unmasked payload
 */
public record WebSocketFrame(boolean fin, int rsv, int opcode, byte[] payload) {

	/** Opcode of a continuation frame. */
	public static final int CONTINUATION = 0;

	/** Opcode of a text frame. */
	public static final int TEXT = 1;

	/** Opcode of a binary frame. */
	public static final int BINARY = 2;

	/** Opcode of a close frame. */
	public static final int CLOSE = 8;

	/** Opcode of a ping frame. */
	public static final int PING = 9;

	/** Opcode of a pong frame. */
	public static final int PONG = 10;

	/** Code to report for a close frame without a status. */
	public static final int NO_STATUS = 1005;

	private static final byte[] MASK = { 0x12, 0x34, 0x56, 0x78 };

	/**
	 * A final frame.
	 * @param opcode the opcode
	 * @param payload the payload
	 * @return the frame
	 */
	public static WebSocketFrame of(int opcode, byte[] payload) {
		return new WebSocketFrame(true, 0, opcode, payload);
	}

	/**
	 * A final frame.
	 * @param opcode the opcode
	 * @param payload the payload, to be encoded as UTF-8
	 * @return the frame
	 */
	public static WebSocketFrame of(int opcode, String payload) {
		return of(opcode, payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A close frame.
	 * @param code the status code
	 * @param reason the reason
	 * @return the frame
	 */
	public static WebSocketFrame close(int code, String reason) {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		return of(CLOSE, ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
	}

	/**
	 * The same frame without the FIN bit.
	 * @return a new frame
	 */
	public WebSocketFrame notFinal() {
		return new WebSocketFrame(false, this.rsv, this.opcode, this.payload);
	}

	/**
	 * The same frame with other reserved bits.
	 * @param rsv the bits, RSV1 being 4
	 * @return a new frame
	 */
	public WebSocketFrame rsv(int rsv) {
		return new WebSocketFrame(this.fin, rsv, this.opcode, this.payload);
	}

	/**
	 * The payload as text.
	 * @return the payload, decoded as UTF-8
	 */
	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/**
	 * The status code of a close frame.
	 * @return the code, or {@link #NO_STATUS}
	 */
	public int closeCode() {
		return (this.payload.length >= 2) ? ByteBuffer.wrap(this.payload).getShort() & 0xffff : NO_STATUS;
	}

	/**
	 * The frame as a client sends it.
	 * @return the masked frame
	 */
	public byte[] masked() {
		ByteBuffer bytes = ByteBuffer.allocate(14 + this.payload.length);
		putHead(bytes, 0x80);
		bytes.put(MASK);
		for (int i = 0; i < this.payload.length; i++) {
			bytes.put((byte) (this.payload[i] ^ MASK[i & 3]));
		}
		return Arrays.copyOf(bytes.array(), bytes.position());
	}

	/**
	 * The frame as a client must not send it.
	 * @return the frame without a mask
	 */
	public byte[] unmasked() {
		ByteBuffer bytes = ByteBuffer.allocate(10 + this.payload.length);
		putHead(bytes, 0);
		bytes.put(this.payload);
		return Arrays.copyOf(bytes.array(), bytes.position());
	}

	private void putHead(ByteBuffer bytes, int maskBit) {
		bytes.put((byte) ((this.fin ? 0x80 : 0) | (this.rsv << 4) | this.opcode));
		int length = this.payload.length;
		if (length < 126) {
			bytes.put((byte) (maskBit | length));
		}
		else if (length < 65536) {
			bytes.put((byte) (maskBit | 126)).putShort((short) length);
		}
		else {
			bytes.put((byte) (maskBit | 127)).putLong(length);
		}
	}

	static WebSocketFrame read(DataInputStream in) throws IOException {
		int first = in.readUnsignedByte();
		int second = in.readUnsignedByte();
		if ((second & 0x80) != 0) {
			throw new IOException("The server sent a masked frame");
		}
		long length = second;
		if (second == 126) {
			length = in.readUnsignedShort();
		}
		else if (second == 127) {
			length = in.readLong();
		}
		byte[] payload = new byte[Math.toIntExact(length)];
		in.readFully(payload);
		return new WebSocketFrame((first & 0x80) != 0, (first >> 4) & 7, first & 15, payload);
	}

	@Override
	public String toString() {
		String text = text();
		return "Frame[opcode=" + this.opcode + (this.fin ? "" : ", not final") + ", " + this.payload.length + " bytes: "
				+ ((text.length() > 100) ? text.substring(0, 100) + "…" : text) + "]";
	}

}
