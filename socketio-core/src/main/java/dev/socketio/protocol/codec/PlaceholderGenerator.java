package dev.socketio.protocol.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Writes binary values as placeholders of attachments, and numbers that are not finite as
 * {@code null}, as JavaScript does. It is below all serializers, so those of the
 * application and its annotations remain effective.
 */
final class PlaceholderGenerator extends JsonGeneratorDelegate {

	private final Attachments attachments;

	PlaceholderGenerator(JsonGenerator delegate, Attachments attachments) {
		super(delegate, false);
		this.attachments = attachments;
	}

	@Override
	public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
		boolean whole = offset == 0 && length == data.length;
		return placeholder(whole ? data : Arrays.copyOfRange(data, offset, offset + length));
	}

	@Override
	public int writeBinary(Base64Variant variant, InputStream data, int length) {
		try {
			byte[] bytes = (length < 0) ? data.readAllBytes() : data.readNBytes(length);
			placeholder(bytes);
			return bytes.length;
		}
		catch (IOException ex) {
			throw JacksonIOException.construct(ex, this);
		}
	}

	@Override
	public JsonGenerator writeEmbeddedObject(Object object) {
		if (object instanceof byte[] bytes) {
			return placeholder(bytes);
		}
		return super.writeEmbeddedObject(object);
	}

	@Override
	public JsonGenerator writeNumber(double value) {
		return Double.isFinite(value) ? super.writeNumber(value) : writeNull();
	}

	@Override
	public JsonGenerator writeNumber(float value) {
		return Float.isFinite(value) ? super.writeNumber(value) : writeNull();
	}

	@Override
	public JsonGenerator writeArray(double[] array, int offset, int length) {
		writeStartArray(array, length);
		for (int i = offset; i < offset + length; i++) {
			writeNumber(array[i]);
		}
		return writeEndArray();
	}

	private JsonGenerator placeholder(byte[] value) {
		writeStartObject();
		writeBooleanProperty("_placeholder", true);
		writeNumberProperty("num", this.attachments.add(value));
		return writeEndObject();
	}

}
