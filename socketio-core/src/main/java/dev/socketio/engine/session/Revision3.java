package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import dev.socketio.engine.session.WebSocketFraming.BinaryForm;
import dev.socketio.internal.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Revision 3. Polling bodies are packets with their length in front, as text counted in
 * UTF-16 code units, or as bytes if one of them is binary.
 */
final class Revision3 implements Revision {

	private static final int END_OF_LENGTH = 0xFF;

	private static final int MAX_LENGTH_DIGITS = 9;

	private final boolean base64;

	Revision3(boolean base64) {
		this.base64 = base64;
	}

	@Override
	public int number() {
		return 3;
	}

	@Override
	public Heartbeat heartbeat(EngineSession session) {
		return new ClientHeartbeat(session);
	}

	@Override
	public BinaryForm binaryForm() {
		return this.base64 ? BinaryForm.BASE64 : BinaryForm.TYPED;
	}

	@Override
	public boolean accepts(@Nullable String contentType) {
		return true;
	}

	@Override
	public Payload encode(List<EnginePacket> packets) {
		boolean binary = !this.base64 && packets.stream().anyMatch((packet) -> packet.isBinary());
		return binary ? new Payload(binary(packets), EngineResponse.OCTET_STREAM)
				: new Payload(text(packets), EngineResponse.TEXT);
	}

	private static byte[] text(List<EnginePacket> packets) {
		long size = 0;
		for (EnginePacket packet : packets) {
			size += digits(textLength(packet)) + 1 + textSize(packet);
		}
		byte[] out = new byte[WebSocketFraming.capacity(size)];
		int at = 0;
		for (EnginePacket packet : packets) {
			at = writeLength(out, at, textLength(packet), '0');
			out[at++] = ':';
			byte[] data = packet.data();
			if (packet.isBinary()) {
				out[at++] = 'b';
				data = Base64.getEncoder().encode(data);
			}
			out[at++] = packet.type().digit();
			System.arraycopy(data, 0, out, at, data.length);
			at += data.length;
		}
		return out;
	}

	/** In UTF-16 code units, as JavaScript counts. */
	private static long textLength(EnginePacket packet) {
		return packet.isBinary() ? textSize(packet) : 1L + Utf8.length(packet.data());
	}

	private static long textSize(EnginePacket packet) {
		int length = packet.data().length;
		return packet.isBinary() ? 2 + WebSocketFraming.base64Size(length) : 1L + length;
	}

	private static byte[] binary(List<EnginePacket> packets) {
		long size = 0;
		for (EnginePacket packet : packets) {
			size += 2 + digits(packet.size()) + (long) packet.size();
		}
		byte[] out = new byte[WebSocketFraming.capacity(size)];
		int at = 0;
		for (EnginePacket packet : packets) {
			boolean isBinary = packet.isBinary();
			out[at++] = (byte) (isBinary ? 1 : 0);
			at = writeLength(out, at, packet.size(), 0);
			out[at++] = (byte) END_OF_LENGTH;
			out[at++] = isBinary ? (byte) packet.type().ordinal() : packet.type().digit();
			byte[] data = packet.data();
			System.arraycopy(data, 0, out, at, data.length);
			at += data.length;
		}
		return out;
	}

	private static int digits(long length) {
		int digits = 1;
		for (long rest = length / 10; rest > 0; rest /= 10) {
			digits++;
		}
		return digits;
	}

	private static int writeLength(byte[] out, int at, long length, int zero) {
		int end = at + digits(length);
		long rest = length;
		for (int i = end - 1; i >= at; i--) {
			out[i] = (byte) (zero + rest % 10);
			rest /= 10;
		}
		return end;
	}

	@Override
	public void decode(byte[] body, @Nullable String contentType, PacketReceiver receiver) {
		if (EngineResponse.OCTET_STREAM.equals(contentType)) {
			decodeBinary(body, receiver);
		}
		else {
			decodeText(new String(body, StandardCharsets.UTF_8), receiver);
		}
	}

	private static void decodeText(String body, PacketReceiver receiver) {
		if (body.isEmpty()) {
			throw new PayloadException();
		}
		int at = 0;
		while (at < body.length() && receiver.isReceiving()) {
			int colon = body.indexOf(':', at);
			if (colon <= at || colon - at > MAX_LENGTH_DIGITS) {
				throw new PayloadException();
			}
			int length = 0;
			for (int i = at; i < colon; i++) {
				length = length * 10 + digit(body.charAt(i) - '0');
			}
			at = colon + 1;
			if (length > body.length() - at) {
				throw new PayloadException();
			}
			if (length > 0) {
				byte[] packet = body.substring(at, at + length).getBytes(StandardCharsets.UTF_8);
				receiver.text(packet, 0, packet.length);
			}
			at += length;
		}
	}

	private static void decodeBinary(byte[] body, PacketReceiver receiver) {
		int at = 0;
		while (at < body.length && receiver.isReceiving()) {
			int kind = body[at++];
			if (kind != 0 && kind != 1) {
				throw new PayloadException();
			}
			int start = at;
			int length = 0;
			while (at < body.length && (body[at] & 0xFF) != END_OF_LENGTH) {
				if (at - start >= MAX_LENGTH_DIGITS) {
					throw new PayloadException();
				}
				length = length * 10 + digit(body[at++]);
			}
			at++;
			if (at - start < 2 || length > body.length - at) {
				throw new PayloadException();
			}
			if (length > 0 && kind == 0) {
				// a message that waits keeps itself from being freed, not those around it
				receiver.text(Arrays.copyOfRange(body, at, at + length), 0, length);
			}
			else if (length > 0) {
				receiveBinary(body, at, at + length, receiver);
			}
			at += length;
		}
	}

	private static int digit(int value) {
		if (value < 0 || value > 9) {
			throw new PayloadException();
		}
		return value;
	}

	@Override
	public void receiveBinaryFrame(byte[] data, PacketReceiver receiver) {
		receiveBinary(data, 0, data.length, receiver);
	}

	private static void receiveBinary(byte[] in, int start, int end, PacketReceiver receiver) {
		if (start == end || in[start] != EnginePacket.Type.MESSAGE.ordinal()) {
			throw new PayloadException();
		}
		receiver.binary(Arrays.copyOfRange(in, start + 1, end));
	}

	@Override
	public void receiveBase64(byte[] in, int start, int end, PacketReceiver receiver) {
		if (end - start < 2 || in[start + 1] != EnginePacket.Type.MESSAGE.digit()) {
			throw new PayloadException();
		}
		receiver.binary(LenientBase64.decode(in, start + 2, end));
	}

}
