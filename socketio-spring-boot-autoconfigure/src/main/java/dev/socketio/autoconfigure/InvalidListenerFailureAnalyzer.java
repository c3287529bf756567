package dev.socketio.autoconfigure;

import dev.socketio.listener.InvalidListenerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why a listener is invalid.
 */
class InvalidListenerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidListenerException cause) {
		return new FailureAnalysis("A Socket.IO listener is not valid: " + cause.getMessage(),
				"Correct the listener method or its annotation.", cause);
	}

}
