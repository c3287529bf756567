package dev.socketio.listener.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.engine.EngineSession;

/**
 * Pauses connections while one of their sockets, which may be in several namespaces, has
 * more to do than it can hold. Calls for one connection come from its event loop.
 */
final class ReadingGate {

	private final Map<EngineSession, Integer> paused = new ConcurrentHashMap<>();

	void close(EngineSession connection) {
		if (this.paused.merge(connection, 1, Integer::sum) == 1) {
			connection.pauseReading();
		}
	}

	void open(EngineSession connection) {
		if (this.paused.computeIfPresent(connection, (key, count) -> (count > 1) ? count - 1 : null) == null) {
			connection.resumeReading();
		}
	}

}
