package dev.socketio.listener.support;

import java.io.IOException;

/**
 * What code of an application may throw.
 */
enum Failure {

	EXCEPTION {

		@Override
		Throwable create() {
			return new IllegalStateException("test");
		}

	},

	ASSERTION {

		@Override
		Throwable create() {
			return new AssertionError("test");
		}

	},

	LINKAGE {

		@Override
		Throwable create() {
			return new NoClassDefFoundError("test");
		}

	},

	STACK_OVERFLOW {

		@Override
		Throwable create() {
			return new StackOverflowError("test");
		}

	},

	CHECKED {

		@Override
		Throwable create() {
			return new IOException("test");
		}

	},

	INTERRUPTED {

		@Override
		Throwable create() {
			return new InterruptedException("test");
		}

	};

	abstract Throwable create();

	/** Throw it, declared or not. */
	<T> T raise() {
		throw Failure.<RuntimeException>sneak(create());
	}

	/** Whether Reactor throws it out of operators instead of signalling it. */
	boolean isFatalToReactor() {
		return this == LINKAGE || this == STACK_OVERFLOW;
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T sneak(Throwable error) throws T {
		throw (T) error;
	}

}
