package dev.socketio.protocol.codec;

import java.util.Arrays;

import dev.socketio.protocol.PacketEncodeException;

/**
 * A growing array of UTF-8 for writing JSON. Lone surrogates become {@code \\u} escapes,
 * as {@code JSON.stringify} writes them, because UTF-8 cannot hold them.
 */
final class Utf8Buffer {

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	/** The largest array that every JVM can allocate. */
	static final int MAX_SIZE = Integer.MAX_VALUE - 8;

	private byte[] bytes;

	private int size;

	Utf8Buffer(int capacity) {
		this.bytes = new byte[capacity];
	}

	int size() {
		return this.size;
	}

	void ascii(char c) {
		reserve(1);
		this.bytes[this.size++] = (byte) c;
	}

	void ascii(String text) {
		ascii(text, 0, text.length());
	}

	@SuppressWarnings("deprecation")
	private void ascii(String text, int start, int end) {
		reserve(end - start);
		text.getBytes(start, end, this.bytes, this.size);
		this.size += end - start;
	}

	void number(long value) {
		if (value < 0) {
			ascii(Long.toString(value));
			return;
		}
		int digits = 1;
		for (long rest = value / 10; rest > 0; rest /= 10) {
			digits++;
		}
		reserve(digits);
		this.size += digits;
		long rest = value;
		for (int i = this.size - 1; digits > 0; i--, digits--) {
			this.bytes[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
	}

	/** Text that is JSON already, or a name that is not quoted. */
	void text(CharSequence text) {
		int length = text.length();
		reserve(length);
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			if (c < 0x80) {
				reserve(length - i);
				this.bytes[this.size++] = (byte) c;
			}
			else {
				i = wide(text, i, c);
			}
		}
	}

	/** A JSON string with its quotes. Most strings need no escapes and go in whole. */
	void quoted(String text) {
		int length = text.length();
		reserve(length + 2L);
		this.bytes[this.size++] = '"';
		int start = 0;
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			if (c >= 0x80 || c < 0x20 || c == '"' || c == '\\') {
				ascii(text, start, i);
				if (c >= 0x80) {
					i = wide(text, i, c);
				}
				else {
					escape(c);
				}
				start = i + 1;
			}
		}
		ascii(text, start, length);
		ascii('"');
	}

	/** The part of another buffer from an index on. */
	void append(Utf8Buffer other, int from) {
		int length = other.size - from;
		reserve(length);
		System.arraycopy(other.bytes, from, this.bytes, this.size, length);
		this.size += length;
	}

	byte[] toByteArray() {
		return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
	}

	private int wide(CharSequence text, int index, char c) {
		reserve(6);
		if (c < 0x800) {
			put(0xC0 | c >> 6);
			put(0x80 | c & 0x3F);
		}
		else if (!Character.isSurrogate(c)) {
			put(0xE0 | c >> 12);
			put(0x80 | c >> 6 & 0x3F);
			put(0x80 | c & 0x3F);
		}
		else if (Character.isHighSurrogate(c) && index + 1 < text.length()
				&& Character.isLowSurrogate(text.charAt(index + 1))) {
			int codePoint = Character.toCodePoint(c, text.charAt(index + 1));
			put(0xF0 | codePoint >> 18);
			put(0x80 | codePoint >> 12 & 0x3F);
			put(0x80 | codePoint >> 6 & 0x3F);
			put(0x80 | codePoint & 0x3F);
			return index + 1;
		}
		else {
			unicode(c);
		}
		return index;
	}

	private void escape(char c) {
		switch (c) {
			case '"' -> ascii("\\\"");
			case '\\' -> ascii("\\\\");
			case '\n' -> ascii("\\n");
			case '\r' -> ascii("\\r");
			case '\t' -> ascii("\\t");
			case '\b' -> ascii("\\b");
			case '\f' -> ascii("\\f");
			default -> unicode(c);
		}
	}

	private void unicode(char c) {
		reserve(6);
		put('\\');
		put('u');
		put(HEX[c >> 12]);
		put(HEX[c >> 8 & 0xF]);
		put(HEX[c >> 4 & 0xF]);
		put(HEX[c & 0xF]);
	}

	private void put(int b) {
		this.bytes[this.size++] = (byte) b;
	}

	private void reserve(long more) {
		if (this.bytes.length - this.size < more) {
			this.bytes = Arrays.copyOf(this.bytes, capacity(this.bytes.length, this.size + more));
		}
	}

	/**
	 * Return twice the present capacity, or the needed one if it is larger.
	 * @throws PacketEncodeException if no array is large enough
	 */
	static int capacity(int present, long needed) {
		if (needed > MAX_SIZE) {
			throw new PacketEncodeException("Cannot write a packet of more than " + MAX_SIZE + " bytes");
		}
		return (int) Math.min(MAX_SIZE, Math.max(2L * present, needed));
	}

}
