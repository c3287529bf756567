package dev.socketio.protocol;

import java.nio.ByteBuffer;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Makes a mapper write what JavaScript would: binary values as placeholders of
 * attachments, numbers that are not finite as {@code null}.
 */
final class PlaceholderModule extends SimpleModule {

	/** Attribute that holds the {@link Attachments} of the packet being written. */
	static final Object ATTACHMENTS = Attachments.class;

	PlaceholderModule() {
		super("socketio-placeholders");
		addSerializer(byte[].class, new BytesSerializer());
		addSerializer(ByteBuffer.class, new BufferSerializer());
		addSerializer(Double.class, new DoubleSerializer());
		addSerializer(double.class, new DoubleSerializer());
		addSerializer(Float.class, new FloatSerializer());
		addSerializer(float.class, new FloatSerializer());
	}

	static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

	private static void write(byte[] value, JsonGenerator generator, SerializationContext context) {
		if (!(context.getAttribute(ATTACHMENTS) instanceof Attachments attachments)) {
			generator.writeBinary(value);
			return;
		}
		generator.writeStartObject();
		generator.writeBooleanProperty("_placeholder", true);
		generator.writeNumberProperty("num", attachments.add(value));
		generator.writeEndObject();
	}

	private static final class BytesSerializer extends StdSerializer<byte[]> {

		BytesSerializer() {
			super(byte[].class);
		}

		@Override
		public void serialize(byte[] value, JsonGenerator generator, SerializationContext context) {
			write(value, generator, context);
		}

	}

	private static final class BufferSerializer extends StdSerializer<ByteBuffer> {

		BufferSerializer() {
			super(ByteBuffer.class);
		}

		@Override
		public void serialize(ByteBuffer value, JsonGenerator generator, SerializationContext context) {
			write(bytes(value), generator, context);
		}

	}

	private static final class DoubleSerializer extends StdSerializer<Double> {

		DoubleSerializer() {
			super(Double.class);
		}

		@Override
		public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
			if (Double.isFinite(value)) {
				generator.writeNumber(value.doubleValue());
			}
			else {
				generator.writeNull();
			}
		}

	}

	private static final class FloatSerializer extends StdSerializer<Float> {

		FloatSerializer() {
			super(Float.class);
		}

		@Override
		public void serialize(Float value, JsonGenerator generator, SerializationContext context) {
			if (Float.isFinite(value)) {
				generator.writeNumber(value.floatValue());
			}
			else {
				generator.writeNull();
			}
		}

	}

}
