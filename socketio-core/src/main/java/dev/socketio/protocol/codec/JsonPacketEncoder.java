package dev.socketio.protocol.codec;

import java.nio.ByteBuffer;
import java.util.List;

import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketEncodeException;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Writes packets as {@code <type>[<attachments>-][<namespace>,][<ack id>][<JSON>]}.
 */
final class JsonPacketEncoder {

	private final JsonBinding binding;

	JsonPacketEncoder(JsonBinding binding) {
		this.binding = binding;
	}

	EncodedPacket encode(Packet packet) {
		Attachments attachments = new Attachments();
		Utf8Buffer out = new Utf8Buffer(128);
		header(out, packet, 0);
		int body = out.size();
		if (packet.type() == PacketType.EVENT || packet.type() == PacketType.ACK) {
			array(out, packet.data(), packet.type() == PacketType.EVENT, attachments);
		}
		else if (!packet.data().isEmpty()) {
			value(out, packet.data().get(0), attachments);
		}
		if (attachments.size() > 0) {
			// the header of a binary packet has the number of attachments
			Utf8Buffer binary = new Utf8Buffer(Utf8Buffer.capacity(0, out.size() + 8L));
			header(binary, packet, attachments.size());
			binary.append(out, body);
			out = binary;
		}
		return new EncodedPacket(out.toByteArray(), false, attachments.values());
	}

	private void header(Utf8Buffer out, Packet packet, int attachments) {
		int type = packet.type().ordinal();
		if (attachments > 0) {
			// the binary variant of a type is three further on
			out.number(type + 3);
			out.number(attachments);
			out.ascii('-');
		}
		else {
			out.number(type);
		}
		if (!"/".equals(packet.namespace())) {
			out.text(packet.namespace());
			out.ascii(',');
		}
		if (packet.hasAckId()) {
			out.number(packet.ackId());
		}
	}

	private void array(Utf8Buffer json, List<@Nullable Object> values, boolean event, Attachments attachments) {
		json.ascii('[');
		for (int i = 0; i < values.size(); i++) {
			if (i > 0) {
				json.ascii(',');
			}
			Object value = values.get(i);
			if (i == 0 && event && value instanceof String name) {
				json.quoted(name);
			}
			else {
				value(json, value, attachments);
			}
		}
		json.ascii(']');
	}

	private void value(Utf8Buffer json, @Nullable Object value, Attachments attachments) {
		if (value == null) {
			json.ascii("null");
		}
		else if (value instanceof byte[] bytes) {
			placeholder(json, attachments.add(bytes));
		}
		else if (value instanceof ByteBuffer buffer) {
			placeholder(json, attachments.add(Attachments.bytes(buffer)));
		}
		else if (!this.binding.isWritingPlainly() || !scalar(json, value)) {
			mapped(json, value, attachments);
		}
	}

	/** Scalars need no mapper, unless the application has customized it. */
	private static boolean scalar(Utf8Buffer json, Object value) {
		if (value instanceof String text) {
			json.quoted(text);
		}
		else if (value instanceof Integer || value instanceof Long) {
			json.number(((Number) value).longValue());
		}
		else if (value instanceof Boolean bool) {
			json.ascii(bool ? "true" : "false");
		}
		else {
			return false;
		}
		return true;
	}

	private void mapped(Utf8Buffer json, Object value, Attachments attachments) {
		try {
			json.text(this.binding.write(value, attachments));
		}
		catch (JacksonException ex) {
			throw new PacketEncodeException("Cannot write " + value.getClass().getName() + " as JSON", ex);
		}
	}

	private static void placeholder(Utf8Buffer json, int number) {
		json.ascii("{\"_placeholder\":true,\"num\":");
		json.number(number);
		json.ascii('}');
	}

}
