package dev.socketio.server;

import dev.socketio.internal.Printable;
import dev.socketio.protocol.ArgumentConversionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures that the application does not handle. Mistakes of clients are logged
 * below the usual levels.
 */
final class FailureLog {

	private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

	private FailureLog() {
	}

	static void listener(Socket socket, String event, Throwable error) {
		if (error instanceof ArgumentConversionException) {
			// without a stack trace, as its messages quote what the client has sent
			logger.debug("Socket {} has sent arguments of the wrong type: {} ({})", Printable.of(socket.id()),
					Printable.of(error.getMessage()), Printable.of(String.valueOf(error.getCause())));
		}
		else {
			logger.error("A listener of '{}' failed for socket {} of namespace {}", Printable.of(event),
					Printable.of(socket.id()), Printable.of(socket.namespace().name()), error);
		}
	}

	static void errorListener(Socket socket, Throwable error) {
		logger.error("An error listener failed for socket {} of namespace {}", Printable.of(socket.id()),
				Printable.of(socket.namespace().name()), error);
	}

	static void newNamespace(String namespace, Throwable error) {
		logger.error("A listener of new namespaces failed for namespace {}", Printable.of(namespace), error);
	}

	static void serverSide(String namespace, Throwable error) {
		logger.error("A server-side listener of namespace {} failed", Printable.of(namespace), error);
	}

	static void closing(String namespace, Throwable error) {
		logger.error("The adapter of namespace {} could not be closed", Printable.of(namespace), error);
	}

	static void upgrade(Throwable error) {
		logger.error("A listener of transport upgrades failed", error);
	}

	static void acknowledgement(Throwable error) {
		logger.error("A subscriber to an acknowledgement failed", error);
	}

	static void task(Throwable error) {
		logger.error("A task of a socket failed", error);
	}

	static void admission(String namespace, Throwable error) {
		logger.warn("A middleware of namespace {} failed", Printable.of(namespace), error);
	}

}
