package dev.socketio.protocol.codec;

import java.util.Arrays;

import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketFormatException;

/**
 * Checks that bytes are one JSON array or object and notes where the elements of an array
 * are, in one pass and without building values. Strict as {@code JSON.parse} is. Used by
 * one thread.
 */
final class JsonScanner {

	private static final byte[] NOTHING = {};

	private static final byte[] TRUE = { 't', 'r', 'u', 'e' };

	private static final byte[] FALSE = { 'f', 'a', 'l', 's', 'e' };

	private static final byte[] NULL = { 'n', 'u', 'l', 'l' };

	/** Arrays up to this size are kept for the next message. */
	private static final int KEPT_BOUNDS = 64;

	private static final int KEPT_WORDS = 8;

	private final int maxDepth;

	private final int maxNumberLength;

	/** One bit for each open container: whether it is an object. */
	private long[] inObject = new long[1];

	private byte[] in = NOTHING;

	private int pos;

	private int end;

	/** Starts and ends of the elements, alternating. */
	private int[] bounds = new int[8];

	private int count;

	private long maxCount;

	JsonScanner(DecoderLimits limits) {
		this.maxDepth = limits.maxDepth();
		this.maxNumberLength = limits.maxNumberLength();
	}

	/**
	 * Scan an array.
	 * @param maxCount the number of elements that it may have
	 * @return starts and ends of the elements, alternating
	 */
	int[] scanArray(byte[] bytes, int offset, int length, long maxCount) {
		this.count = 0;
		this.maxCount = maxCount;
		try {
			start(bytes, offset, length);
			expect('[');
			skipSpace();
			if (peek() == ']') {
				this.pos++;
			}
			else {
				elements();
			}
			finish();
			return Arrays.copyOf(this.bounds, 2 * this.count);
		}
		finally {
			forget();
		}
	}

	void scanObject(byte[] bytes, int offset, int length) {
		try {
			start(bytes, offset, length);
			if (peek() != '{') {
				throw malformed();
			}
			value();
			finish();
		}
		finally {
			forget();
		}
	}

	/** Release the message and the arrays that only a large one needed. */
	private void forget() {
		this.in = NOTHING;
		if (this.bounds.length > KEPT_BOUNDS) {
			this.bounds = new int[8];
		}
		if (this.inObject.length > KEPT_WORDS) {
			this.inObject = new long[1];
		}
	}

	private void start(byte[] bytes, int offset, int length) {
		this.in = bytes;
		this.pos = offset;
		this.end = offset + length;
		skipSpace();
	}

	private void finish() {
		skipSpace();
		if (this.pos != this.end) {
			throw malformed();
		}
	}

	private void elements() {
		while (true) {
			skipSpace();
			if (this.count == this.maxCount) {
				throw new PacketFormatException("too many arguments");
			}
			int index = 2 * this.count;
			if (index == this.bounds.length) {
				this.bounds = Arrays.copyOf(this.bounds, 2 * index);
			}
			this.bounds[index] = this.pos;
			value();
			this.bounds[index + 1] = this.pos;
			this.count++;
			skipSpace();
			int c = next();
			if (c == ']') {
				return;
			}
			if (c != ',') {
				throw malformed();
			}
		}
	}

	/** One value, iteratively, so that depth costs no stack. */
	private void value() {
		int depth = 0;
		while (true) {
			skipSpace();
			int c = next();
			boolean opened = false;
			switch (c) {
				case '"' -> string();
				case '{', '[' -> {
					if (++depth >= this.maxDepth) {
						throw new PacketFormatException("nested too deeply");
					}
					mark(depth, c == '{');
					opened = true;
				}
				case 't' -> literal(TRUE);
				case 'f' -> literal(FALSE);
				case 'n' -> literal(NULL);
				default -> number(c);
			}
			if (opened) {
				skipSpace();
				if (peek() == (isObject(depth) ? '}' : ']')) {
					this.pos++;
					depth--;
				}
				else {
					if (isObject(depth)) {
						key();
					}
					continue;
				}
			}
			depth = close(depth);
			if (depth == 0) {
				return;
			}
		}
	}

	/** After a value: leave finished containers, or stop before the next value. */
	private int close(int depth) {
		int open = depth;
		while (open > 0) {
			skipSpace();
			int c = next();
			if (c == ',') {
				if (isObject(open)) {
					skipSpace();
					key();
				}
				return open;
			}
			if (c != (isObject(open) ? '}' : ']')) {
				throw malformed();
			}
			open--;
		}
		return 0;
	}

	private void mark(int depth, boolean object) {
		int word = depth >> 6;
		if (word == this.inObject.length) {
			this.inObject = Arrays.copyOf(this.inObject, word * 2);
		}
		if (object) {
			this.inObject[word] |= 1L << depth;
		}
		else {
			this.inObject[word] &= ~(1L << depth);
		}
	}

	private boolean isObject(int depth) {
		return (this.inObject[depth >> 6] & 1L << depth) != 0;
	}

	private void key() {
		expect('"');
		string();
		skipSpace();
		expect(':');
	}

	private void string() {
		byte[] bytes = this.in;
		int limit = this.end;
		int i = this.pos;
		while (i < limit) {
			byte b = bytes[i++];
			if (b == '"') {
				this.pos = i;
				return;
			}
			if (b == '\\') {
				this.pos = i;
				escape();
				i = this.pos;
			}
			else if (b >= 0 && b < 0x20) {
				throw malformed();
			}
		}
		throw malformed();
	}

	private void escape() {
		switch (next()) {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
			}
			case 'u' -> {
				for (int i = 0; i < 4; i++) {
					if (Character.digit(next(), 16) < 0) {
						throw malformed();
					}
				}
			}
			default -> throw malformed();
		}
	}

	private void literal(byte[] rest) {
		for (int i = 1; i < rest.length; i++) {
			if (next() != rest[i]) {
				throw malformed();
			}
		}
	}

	private void number(int first) {
		int begin = this.pos;
		int c = first;
		if (c == '-') {
			c = next();
		}
		if (c == '0') {
			c = peek();
		}
		else if (c >= '1' && c <= '9') {
			c = digits();
		}
		else {
			throw malformed();
		}
		if (c == '.') {
			this.pos++;
			c = atLeastOneDigit();
		}
		if (c == 'e' || c == 'E') {
			this.pos++;
			c = peek();
			if (c == '+' || c == '-') {
				this.pos++;
			}
			atLeastOneDigit();
		}
		if (this.pos - begin >= this.maxNumberLength) {
			throw new PacketFormatException("number too long");
		}
	}

	private int atLeastOneDigit() {
		int c = next();
		if (c < '0' || c > '9') {
			throw malformed();
		}
		return digits();
	}

	private int digits() {
		int c = peek();
		while (c >= '0' && c <= '9') {
			this.pos++;
			c = peek();
		}
		return c;
	}

	private void skipSpace() {
		while (this.pos < this.end) {
			byte b = this.in[this.pos];
			if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
				return;
			}
			this.pos++;
		}
	}

	private void expect(char expected) {
		if (next() != expected) {
			throw malformed();
		}
	}

	private int peek() {
		return (this.pos < this.end) ? this.in[this.pos] : -1;
	}

	private int next() {
		if (this.pos >= this.end) {
			throw malformed();
		}
		return this.in[this.pos++];
	}

	private static PacketFormatException malformed() {
		return new PacketFormatException("malformed JSON");
	}

}
