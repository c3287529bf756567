package dev.socketio.engine.session;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

import dev.socketio.engine.EngineLimits;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.TransportType;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The open sessions of a server, within their limits. Methods may be called from any
 * thread.
 */
final class SessionRegistry {

	private final int max;

	private final int maxPerAddress;

	private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();

	private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private volatile boolean closing;

	SessionRegistry(EngineLimits limits) {
		this.max = limits.maxSessions();
		this.maxPerAddress = limits.maxSessionsPerAddress();
	}

	@Nullable EngineSession get(String id) {
		return this.sessions.get(id);
	}

	int size() {
		return this.sessions.size();
	}

	int size(TransportType transport) {
		int size = 0;
		for (EngineSession session : this.sessions.values()) {
			if (session.transport() == transport) {
				size++;
			}
		}
		return size;
	}

	Collection<EngineSession> all() {
		return Collections.unmodifiableCollection(this.sessions.values());
	}

	/**
	 * Count a session in.
	 * @return {@code false} if a limit is reached, or the server closes
	 */
	boolean reserve(EngineRequest request) {
		if (this.closing || this.sessions.size() >= this.max) {
			return false;
		}
		String address = request.address();
		if (this.maxPerAddress == 0 || address == null) {
			return true;
		}
		boolean[] granted = new boolean[1];
		this.byAddress.compute(address, (key, count) -> {
			int present = (count != null) ? count : 0;
			granted[0] = present < this.maxPerAddress;
			return granted[0] ? Integer.valueOf(present + 1) : count;
		});
		return granted[0];
	}

	/** Add a session that was counted in. */
	void add(EngineSession session) {
		this.sessions.put(session.id(), session);
	}

	/** Remove a session and count it out. */
	void remove(EngineSession session) {
		if (!this.sessions.remove(session.id(), session)) {
			return;
		}
		String address = session.request().address();
		if (this.maxPerAddress > 0 && address != null) {
			this.byAddress.computeIfPresent(address, (key, count) -> (count > 1) ? count - 1 : null);
		}
		completeIfClosed();
	}

	boolean isClosing() {
		return this.closing;
	}

	/** Close all sessions; no other ones are counted in from now on. */
	Mono<Void> close() {
		this.closing = true;
		for (EngineSession session : this.sessions.values()) {
			try {
				session.closeNow();
			}
			catch (RejectedExecutionException ex) {
				// its event loop is gone, and its connection with it
				remove(session);
			}
		}
		completeIfClosed();
		return this.closed.asMono();
	}

	private void completeIfClosed() {
		if (this.closing && this.sessions.isEmpty()) {
			this.closed.tryEmitEmpty();
		}
	}

}
