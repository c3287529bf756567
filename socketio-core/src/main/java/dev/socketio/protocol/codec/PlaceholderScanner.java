package dev.socketio.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

import dev.socketio.protocol.PacketFormatException;

/**
 * Finds the placeholders of attachments in well-formed JSON, without building values. As
 * in Node.js, an object is a placeholder if its property {@code _placeholder} is
 * {@code true}, regardless of its other properties; of several properties of a name the
 * last one counts.
 */
final class PlaceholderScanner {

	private static final byte[] MARK = { '_', 'p', 'l', 'a', 'c', 'e', 'h', 'o', 'l', 'd', 'e', 'r' };

	private static final byte[] NUMBER = { 'n', 'u', 'm' };

	private static final int ILLEGAL = -1;

	private static final int FRAME = 3;

	private static final int IS_MARKED = 0;

	private static final int NUM = 1;

	private static final int FIRST_USE = 2;

	private final byte[] in;

	private final int end;

	private int pos;

	/** Of each open object: whether it is marked, its number, and the uses before it. */
	private int[] frames = new int[4 * FRAME];

	/** Index behind the frames of the open objects. */
	private int top;

	/** The attachments that placeholders stand for. */
	private int[] uses = new int[4];

	private int count;

	private PlaceholderScanner(byte[] in, int start, int end) {
		this.in = in;
		this.pos = start;
		this.end = end;
	}

	/**
	 * Require that each placeholder has an attachment that no other one has.
	 * @throws PacketFormatException if there is another one
	 */
	static void check(byte[] json, int start, int end, int attachments) {
		PlaceholderScanner scanner = new PlaceholderScanner(json, start, end);
		scanner.scan();
		BitSet used = new BitSet(attachments);
		for (int i = 0; i < scanner.count; i++) {
			int use = scanner.uses[i];
			if (use < 0 || use >= attachments || used.get(use)) {
				throw new PacketFormatException("illegal attachments");
			}
			used.set(use);
		}
	}

	static boolean isAnyIn(byte[] json, int start, int end) {
		PlaceholderScanner scanner = new PlaceholderScanner(json, start, end);
		scanner.scan();
		return scanner.count > 0;
	}

	private void scan() {
		while (this.pos < this.end) {
			switch (this.in[this.pos++]) {
				case '"' -> string();
				case '{' -> open();
				case '}' -> close();
				default -> {
				}
			}
		}
	}

	private void open() {
		if (this.top == this.frames.length) {
			this.frames = Arrays.copyOf(this.frames, 2 * this.top);
		}
		this.frames[this.top + IS_MARKED] = 0;
		this.frames[this.top + NUM] = ILLEGAL;
		this.frames[this.top + FIRST_USE] = this.count;
		this.top += FRAME;
	}

	private void close() {
		this.top -= FRAME;
		if (this.frames[this.top + IS_MARKED] == 1) {
			// placeholders inside of a placeholder are dropped with it
			this.count = this.frames[this.top + FIRST_USE];
			if (this.count == this.uses.length) {
				this.uses = Arrays.copyOf(this.uses, 2 * this.count);
			}
			this.uses[this.count++] = this.frames[this.top + NUM];
		}
	}

	private void string() {
		int first = this.pos;
		byte b = this.in[this.pos++];
		while (b != '"') {
			if (b == '\\') {
				this.pos++;
			}
			b = this.in[this.pos++];
		}
		int last = this.pos - 1;
		skipSpace();
		if (this.pos < this.end && this.in[this.pos] == ':') {
			this.pos++;
			skipSpace();
			property(first, last);
		}
	}

	private void property(int first, int last) {
		if (is(MARK, first, last)) {
			this.frames[this.top - FRAME + IS_MARKED] = (this.in[this.pos] == 't') ? 1 : 0;
		}
		else if (is(NUMBER, first, last)) {
			this.frames[this.top - FRAME + NUM] = index();
		}
	}

	/** Whether a string, quotes not included, is a name, however it is written. */
	private boolean is(byte[] name, int first, int last) {
		int at = first;
		for (byte expected : name) {
			if (at >= last) {
				return false;
			}
			int c = this.in[at++];
			if (c == '\\') {
				if (this.in[at] != 'u') {
					return false;
				}
				c = 0;
				for (int i = 1; i <= 4; i++) {
					c = c << 4 | Character.digit(this.in[at + i], 16);
				}
				at += 5;
			}
			if (c != expected) {
				return false;
			}
		}
		return at == last;
	}

	/** The index at the position, illegal if there is another value. */
	private int index() {
		int last = this.pos;
		while (last < this.end && isPartOfNumber(this.in[last])) {
			last++;
		}
		if (last == this.pos) {
			return ILLEGAL;
		}
		String number = new String(this.in, this.pos, last - this.pos, StandardCharsets.US_ASCII);
		double value = Double.parseDouble(number);
		return (value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value)) ? (int) value : ILLEGAL;
	}

	/** No literal starts with any of these. */
	private static boolean isPartOfNumber(byte b) {
		return b >= '0' && b <= '9' || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
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

}
