package dev.socketio.listener.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.socketio.engine.session.EngineSession;

/**
 * Reads what a connection has pending where it may be read.
 */
final class PendingCounters {

	private PendingCounters() {
	}

	/** Messages and bytes, with a slash in between. */
	static String of(EngineSession session) {
		CompletableFuture<String> result = new CompletableFuture<>();
		session
			.execute(() -> result.complete(session.pendingInput().messages() + "/" + session.pendingInput().bytes()));
		try {
			// a timer of the future would block the event loop that completes it
			return result.get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("The session does not answer", ex);
		}
	}

}
