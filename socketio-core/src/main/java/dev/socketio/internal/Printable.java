package dev.socketio.internal;

import org.jspecify.annotations.Nullable;

/**
 * Makes text of clients safe for logs, messages of exceptions and tags: it can neither
 * forge lines nor fill a disk.
 *
 * @since 0.1.0
 */
public final class Printable {

	/** The greatest number of characters that {@link #of(String)} keeps. */
	public static final int MAX_LENGTH = 100;

	private Printable() {
	}

	/**
	 * Return the text on one line, shortened to {@value #MAX_LENGTH} characters.
	 * @param text the text, or {@code null}
	 * @return the text with {@code ?} in place of characters that are not printable, and
	 * {@code ...} in place of its end if it is too long; {@code "null"} for {@code null}
	 */
	public static String of(@Nullable String text) {
		if (text == null) {
			return "null";
		}
		boolean tooLong = text.length() > MAX_LENGTH;
		int end = tooLong ? MAX_LENGTH : text.length();
		for (int i = 0; i < end; i++) {
			char c = text.charAt(i);
			if (c < ' ' || c > '~') {
				return cleaned(text, end, tooLong);
			}
		}
		return tooLong ? text.substring(0, end) + "..." : text;
	}

	private static String cleaned(String text, int end, boolean tooLong) {
		StringBuilder out = new StringBuilder(end + 3);
		int at = 0;
		while (at < end) {
			int codePoint = text.codePointAt(at);
			out.appendCodePoint(isPrintable(codePoint) ? codePoint : '?');
			at += Character.charCount(codePoint);
		}
		return tooLong ? out.append("...").toString() : out.toString();
	}

	private static boolean isPrintable(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
				false;
			default -> true;
		};
	}

}
