package dev.socketio.server;

import dev.socketio.protocol.ArgumentConversionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes failures of the application visible when nothing in it takes care of them. What
 * clients send wrong stays below the usual log levels.
 */
final class FailureLog {

	private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

	private static final int MAX_NAME = 100;

	private FailureLog() {
	}

	static void listener(Socket socket, String event, Throwable error) {
		if (error instanceof ArgumentConversionException) {
			logger.debug("Socket {} has sent arguments of the wrong type", socket.id(), error);
		}
		else {
			logger.error("A listener of '{}' failed for socket {} of namespace {}", printable(event), socket.id(),
					printable(socket.namespace().name()), error);
		}
	}

	static void errorListener(Socket socket, Throwable error) {
		logger.error("An error listener failed for socket {} of namespace {}", socket.id(),
				printable(socket.namespace().name()), error);
	}

	static void admission(String namespace, Throwable error) {
		logger.warn("A middleware of namespace {} failed", printable(namespace), error);
	}

	/** Names come from clients, who could make up lines of the log with them. */
	private static String printable(String name) {
		StringBuilder text = new StringBuilder();
		name.codePoints()
			.limit(MAX_NAME)
			.map((c) -> (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') ? '?' : c)
			.forEach(text::appendCodePoint);
		return (name.length() > text.length()) ? text + "..." : text.toString();
	}

}
