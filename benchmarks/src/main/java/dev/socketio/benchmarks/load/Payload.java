package dev.socketio.benchmarks.load;

/**
 * Arguments of events.
 */
final class Payload {

	private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

	private Payload() {
	}

	/** A JSON string with so many characters, without anything to be escaped. */
	static String string(int length) {
		StringBuilder text = new StringBuilder(length + 2).append('"');
		for (int i = 0; i < length; i++) {
			text.append(ALPHABET.charAt(i % ALPHABET.length()));
		}
		return text.append('"').toString();
	}

}
