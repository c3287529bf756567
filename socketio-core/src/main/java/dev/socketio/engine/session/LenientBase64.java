package dev.socketio.engine.session;

import java.util.Arrays;

/**
 * Decodes Base64 as Node.js does: the URL-safe alphabet is accepted, padding is optional,
 * and other characters are skipped.
 */
final class LenientBase64 {

	private static final byte[] VALUES = new byte[256];

	static {
		Arrays.fill(VALUES, (byte) -1);
		for (int i = 0; i < 26; i++) {
			VALUES['A' + i] = (byte) i;
			VALUES['a' + i] = (byte) (26 + i);
		}
		for (int i = 0; i < 10; i++) {
			VALUES['0' + i] = (byte) (52 + i);
		}
		VALUES['+'] = 62;
		VALUES['-'] = 62;
		VALUES['/'] = 63;
		VALUES['_'] = 63;
	}

	private LenientBase64() {
	}

	static byte[] decode(byte[] in, int start, int end) {
		byte[] out = new byte[(int) ((end - start) * 3L / 4) + 3];
		int size = 0;
		int bits = 0;
		int pending = 0;
		for (int i = start; i < end && in[i] != '='; i++) {
			int value = VALUES[in[i] & 0xFF];
			if (value >= 0) {
				pending = pending << 6 | value;
				bits += 6;
				if (bits >= 8) {
					bits -= 8;
					out[size++] = (byte) (pending >> bits);
				}
			}
		}
		return Arrays.copyOf(out, size);
	}

}
