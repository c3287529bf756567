package dev.socketio.autoconfigure.redis;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why there is no adapter or emitter that uses Redis.
 */
class RedisAdapterFailureAnalyzer extends AbstractFailureAnalyzer<RedisAdapterException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RedisAdapterException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
