package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import dev.socketio.engine.session.WebSocketFraming.BinaryForm;
import dev.socketio.internal.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Revision 4. Polling bodies are packets separated by {@code 0x1E}, binary ones as
 * {@code b} and base64.
 */
final class Revision4 implements Revision {

	private static final byte SEPARATOR = 0x1E;

	@Override
	public int number() {
		return 4;
	}

	@Override
	public Heartbeat heartbeat(EngineSession session) {
		return new ServerHeartbeat(session);
	}

	@Override
	public BinaryForm binaryForm() {
		return BinaryForm.BARE;
	}

	@Override
	public boolean accepts(@Nullable String contentType) {
		return !EngineResponse.OCTET_STREAM.equals(contentType);
	}

	@Override
	public Payload encode(List<EnginePacket> packets) {
		long size = packets.size() - 1L;
		for (EnginePacket packet : packets) {
			int length = packet.data().length;
			size += 1 + (packet.isBinary() ? WebSocketFraming.base64Size(length) : length);
		}
		byte[] out = new byte[WebSocketFraming.capacity(size)];
		int at = 0;
		for (EnginePacket packet : packets) {
			if (at > 0) {
				out[at++] = SEPARATOR;
			}
			at = append(out, at, packet);
		}
		return new Payload(out, EngineResponse.TEXT);
	}

	private static int append(byte[] out, int at, EnginePacket packet) {
		byte[] data = packet.data();
		if (packet.isBinary()) {
			out[at] = 'b';
			byte[] base64 = Base64.getEncoder().encode(data);
			System.arraycopy(base64, 0, out, at + 1, base64.length);
			return at + 1 + base64.length;
		}
		out[at] = packet.type().digit();
		System.arraycopy(data, 0, out, at + 1, data.length);
		return at + 1 + data.length;
	}

	@Override
	public void decode(byte[] received, @Nullable String contentType, PacketReceiver receiver) {
		// text with a wrong encoding is repaired, as Node.js does, not refused
		byte[] body = Utf8.isValid(received) ? received
				: new String(received, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
		int start = 0;
		for (int i = 0; i <= body.length && receiver.isReceiving(); i++) {
			if (i == body.length || body[i] == SEPARATOR) {
				receive(body, start, i, receiver);
				start = i + 1;
			}
		}
	}

	/** A message that waits keeps itself from being freed, not those around it. */
	private static void receive(byte[] body, int start, int end, PacketReceiver receiver) {
		boolean isMessage = start < end && body[start] == EnginePacket.Type.MESSAGE.digit();
		if (isMessage && end - start < body.length) {
			receiver.text(Arrays.copyOfRange(body, start, end), 0, end - start);
		}
		else {
			receiver.text(body, start, end);
		}
	}

	@Override
	public void receiveBinaryFrame(byte[] data, PacketReceiver receiver) {
		receiver.binary(data);
	}

	@Override
	public void receiveBase64(byte[] in, int start, int end, PacketReceiver receiver) {
		receiver.binary(LenientBase64.decode(in, start + 1, end));
	}

}
