package dev.socketio.internal;

/**
 * Validates UTF-8 (RFC 3629).
 *
 * @since 0.1.0
 */
public final class Utf8 {

	private Utf8() {
	}

	/**
	 * Return whether bytes are valid UTF-8.
	 * @param bytes the bytes
	 * @return {@code false} for overlong forms, surrogates, truncated characters and the
	 * like
	 */
	public static boolean isValid(byte[] bytes) {
		int length = bytes.length;
		int i = 0;
		while (i < length && bytes[i] >= 0) {
			i++;
		}
		while (i < length) {
			int lead = bytes[i++] & 0xFF;
			if (lead >= 0x80) {
				int more = trailing(lead);
				if (more == 0 || length - i < more || !isSecond(lead, bytes[i] & 0xFF)) {
					return false;
				}
				for (int k = 1; k < more; k++) {
					if ((bytes[i + k] & 0xC0) != 0x80) {
						return false;
					}
				}
				i += more;
			}
		}
		return true;
	}

	/**
	 * Return the length of text as JavaScript and Java count it.
	 * @param utf8 valid UTF-8
	 * @return the number of UTF-16 code units
	 */
	public static int length(byte[] utf8) {
		int length = 0;
		for (byte b : utf8) {
			// one for the lead of each character, two for those beyond the basic plane
			if ((b & 0xC0) != 0x80) {
				length += ((b & 0xF8) == 0xF0) ? 2 : 1;
			}
		}
		return length;
	}

	private static int trailing(int lead) {
		if (lead >= 0xC2 && lead <= 0xDF) {
			return 1;
		}
		if (lead >= 0xE0 && lead <= 0xEF) {
			return 2;
		}
		return (lead >= 0xF0 && lead <= 0xF4) ? 3 : 0;
	}

	private static boolean isSecond(int lead, int second) {
		int min = switch (lead) {
			case 0xE0 -> 0xA0;
			case 0xF0 -> 0x90;
			default -> 0x80;
		};
		int max = switch (lead) {
			case 0xED -> 0x9F;
			case 0xF4 -> 0x8F;
			default -> 0xBF;
		};
		return second >= min && second <= max;
	}

}
