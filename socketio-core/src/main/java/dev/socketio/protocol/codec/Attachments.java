package dev.socketio.protocol.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the binary values of one packet while its JSON is written.
 */
final class Attachments {

	private final List<byte[]> values = new ArrayList<>(2);

	/** Add a value and return the number of its placeholder. */
	int add(byte[] value) {
		this.values.add(value);
		return this.values.size() - 1;
	}

	int size() {
		return this.values.size();
	}

	List<byte[]> values() {
		return this.values;
	}

	static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

}
