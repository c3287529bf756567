package dev.socketio.listener.support;

import java.util.Optional;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.listener.AckArgs;
import dev.socketio.listener.SocketError;
import dev.socketio.server.Ack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the result of a listener as acknowledgement.
 */
final class Reply {

	private static final Logger logger = LoggerFactory.getLogger(Reply.class);

	private Reply() {
	}

	static void value(Ack ack, @Nullable Object value) {
		if (!ack.isRequested()) {
			return;
		}
		if (value instanceof AckArgs several) {
			ack.send(several.toArray());
		}
		else if (value instanceof SocketError error) {
			error(ack, error);
		}
		else if (value instanceof Optional<?> optional) {
			ack.send(optional.orElse(null));
		}
		else {
			ack.send(value);
		}
	}

	static void empty(Ack ack) {
		if (ack.isRequested()) {
			ack.send();
		}
	}

	/** Send an error, or an internal one if it cannot be written. */
	static void failure(Ack ack, SocketError error) {
		ApplicationCode.run(() -> error(ack, error), (first) -> {
			logger.error("An error could not be written", first);
			ApplicationCode.run(() -> error(ack, FailureReport.INTERNAL),
					(second) -> logger.error("A client does not receive the error of a failed listener", second));
		});
	}

	private static void error(Ack ack, SocketError error) {
		if (ack.isRequested()) {
			ack.send(error.toEnvelope());
		}
	}

}
