package dev.socketio.adapter.redis.internal;

import org.jspecify.annotations.Nullable;

/**
 * Runs all steps of a shutdown, even if some of them fail.
 */
final class Steps {

	private @Nullable Throwable failure;

	Steps then(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			if (this.failure == null) {
				this.failure = ex;
			}
			else if (this.failure != ex) {
				this.failure.addSuppressed(ex);
			}
		}
		return this;
	}

	/** Throw the error of the first step that failed. */
	void end() {
		if (this.failure instanceof Error error) {
			throw error;
		}
		if (this.failure instanceof RuntimeException exception) {
			throw exception;
		}
	}

}
