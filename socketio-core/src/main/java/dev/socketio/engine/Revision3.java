package dev.socketio.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import dev.socketio.engine.WebSocketFraming.BinaryForm;
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
		boolean binary = !this.base64 && packets.stream().anyMatch((packet) -> packet.data().isBinary());
		return binary ? new Payload(binary(packets), EngineResponse.OCTET_STREAM)
				: new Payload(text(packets), EngineResponse.TEXT);
	}

	private static byte[] text(List<EnginePacket> packets) {
		StringBuilder out = new StringBuilder();
		for (EnginePacket packet : packets) {
			byte[] data = packet.data().bytes();
			String content = packet.data().isBinary()
					? "b" + (char) packet.type().digit() + Base64.getEncoder().encodeToString(data)
					: (char) packet.type().digit() + new String(data, StandardCharsets.UTF_8);
			out.append(content.length()).append(':').append(content);
		}
		return out.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] binary(List<EnginePacket> packets) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (EnginePacket packet : packets) {
			boolean isBinary = packet.data().isBinary();
			out.write(isBinary ? 1 : 0);
			for (char digit : Integer.toString(packet.size()).toCharArray()) {
				out.write(digit - '0');
			}
			out.write(END_OF_LENGTH);
			out.write(isBinary ? packet.type().ordinal() : packet.type().digit());
			out.writeBytes(packet.data().bytes());
		}
		return out.toByteArray();
	}

	@Override
	public void decode(byte[] body, @Nullable String contentType, EngineSession session) {
		if (EngineResponse.OCTET_STREAM.equals(contentType)) {
			decodeBinary(body, session);
		}
		else {
			decodeText(new String(body, StandardCharsets.UTF_8), session);
		}
	}

	private static void decodeText(String body, EngineSession session) {
		if (body.isEmpty()) {
			throw new PayloadException();
		}
		int at = 0;
		while (at < body.length() && session.isReceiving()) {
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
				session.receiveText(packet, 0, packet.length);
			}
			at += length;
		}
	}

	private void decodeBinary(byte[] body, EngineSession session) {
		int at = 0;
		while (at < body.length && session.isReceiving()) {
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
				session.receiveText(body, at, at + length);
			}
			else if (length > 0) {
				receiveBinaryFrame(Arrays.copyOfRange(body, at, at + length), session);
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
	public void receiveBinaryFrame(byte[] data, EngineSession session) {
		if (data.length == 0 || data[0] != EnginePacket.Type.MESSAGE.ordinal()) {
			throw new PayloadException();
		}
		session.receiveBinary(Arrays.copyOfRange(data, 1, data.length));
	}

	@Override
	public void receiveBase64(byte[] in, int start, int end, EngineSession session) {
		if (end - start < 2 || in[start + 1] != EnginePacket.Type.MESSAGE.digit()) {
			throw new PayloadException();
		}
		session.receiveBinary(LenientBase64.decode(in, start + 2, end));
	}

}
