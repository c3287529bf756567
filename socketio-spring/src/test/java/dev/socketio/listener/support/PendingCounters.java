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
		return result.orTimeout(30, TimeUnit.SECONDS).join();
	}

}
