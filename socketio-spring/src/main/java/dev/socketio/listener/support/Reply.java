package dev.socketio.listener.support;

import java.util.Optional;

import dev.socketio.listener.AckArgs;
import dev.socketio.listener.SocketError;
import dev.socketio.server.Ack;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a listener returned into an acknowledgement.
 */
final class Reply {

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

	static void error(Ack ack, SocketError error) {
		if (ack.isRequested()) {
			ack.send(error.toEnvelope());
		}
	}

}
