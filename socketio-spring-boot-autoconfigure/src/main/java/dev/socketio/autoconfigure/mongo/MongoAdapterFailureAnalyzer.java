package dev.socketio.autoconfigure.mongo;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why there is no adapter or emitter that uses MongoDB.
 */
class MongoAdapterFailureAnalyzer extends AbstractFailureAnalyzer<MongoAdapterException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MongoAdapterException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
