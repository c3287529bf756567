package dev.socketio.autoconfigure;

import dev.socketio.protocol.DecoderLimits;

import org.springframework.util.unit.DataSize;

/**
 * Maps properties to limits of packets.
 */
final class PropertiesDecoderLimits {

	private static final long MESSAGES_OF_GREATEST_SIZE = 2;

	private PropertiesDecoderLimits() {
	}

	static DecoderLimits of(LimitsProperties limits, int maxMessageSize) {
		return DecoderLimits.builder()
			.maxAttachments(PropertyChecks.atLeast("limits.max-attachments", limits.getMaxAttachments(), 0))
			.maxDepth(PropertyChecks.atLeast("limits.max-depth", limits.getMaxDepth(), 1))
			.maxArguments(PropertyChecks.atLeast("limits.max-arguments", limits.getMaxArguments(), 0))
			.maxNamespaceLength(
					PropertyChecks.atLeast("limits.max-namespace-length", limits.getMaxNamespaceLength(), 1))
			.maxEventNameLength(
					PropertyChecks.atLeast("limits.max-event-name-length", limits.getMaxEventNameLength(), 1))
			.maxAuthBytes(maxAuthBytes(limits.getMaxAuthBytes()))
			.maxPacketBytes(maxPacketBytes(limits, maxMessageSize))
			.build();
	}

	private static int maxAuthBytes(DataSize value) {
		long bytes = value.toBytes();
		PropertyChecks.check("limits.max-auth-bytes", value, bytes >= 0 && bytes <= Integer.MAX_VALUE,
				"Must be at least 0 and less than 2GB");
		return (int) bytes;
	}

	private static long maxPacketBytes(LimitsProperties limits, int maxMessageSize) {
		DataSize value = limits.getMaxPacketBytes();
		if (value == null) {
			return MESSAGES_OF_GREATEST_SIZE * maxMessageSize;
		}
		PropertyChecks.check("limits.max-packet-bytes", value, value.toBytes() > 0, "Must be positive");
		return value.toBytes();
	}

}
