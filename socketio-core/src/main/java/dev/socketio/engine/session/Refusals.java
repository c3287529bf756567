package dev.socketio.engine.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import dev.socketio.engine.EngineError;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeRefusedException;
import dev.socketio.engine.RefusalListener;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests that are refused, and notifies listeners.
 */
final class Refusals {

	private static final Logger logger = LoggerFactory.getLogger(Refusals.class);

	private final List<RefusalListener> listeners = new CopyOnWriteArrayList<>();

	/** By the code of the error. */
	private final List<LongAdder> counts = Stream.generate(LongAdder::new).limit(EngineError.values().length).toList();

	void add(RefusalListener listener) {
		this.listeners.add(listener);
	}

	long count(EngineError error) {
		return this.counts.get(error.code()).sum();
	}

	void refused(EngineRequest request, EngineError error, String message) {
		this.counts.get(error.code()).increment();
		for (RefusalListener listener : this.listeners) {
			ApplicationCode.run(() -> listener.onRefusal(request, error, message),
					(failure) -> logger.error("A refusal listener failed", failure));
		}
	}

	/** The message of the filter is for the client, an unexpected failure for the log. */
	static String message(EngineRequest request, Throwable error) {
		if (error instanceof HandshakeRefusedException) {
			String message = error.getMessage();
			return (message != null) ? message : EngineError.FORBIDDEN.message();
		}
		ApplicationCode.failed(error, (failure) -> logger.warn("The handshake filter failed for a client at {}",
				Printable.of(request.address()), failure));
		return EngineError.FORBIDDEN.message();
	}

}
