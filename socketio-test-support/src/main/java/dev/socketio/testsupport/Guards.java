package dev.socketio.testsupport;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Installs the guards when the test JVM starts and fails the run for their findings. What
 * has been found so far is reported after each run of the launcher, of which a JVM that
 * gets its test classes one by one has as many as classes. Garbage, which the guard for
 * leaks needs, is collected once, at the end of the session. JUnit logs and forgets what
 * a listener throws, so findings are reported by what the stores of JUnit close.
 */
public final class Guards implements LauncherSessionListener, BeforeAllCallback {

	static final LeakGuard LEAKS = new LeakGuard();

	static final BlockingGuard BLOCKING = new BlockingGuard();

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		LEAKS.install();
		BLOCKING.install();
		session.getStore()
			.computeIfAbsent(org.junit.platform.engine.support.store.Namespace.create(Guards.class), LastVerdict.class,
					(key) -> new LastVerdict());
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot()
			.getStore(Namespace.create(Guards.class))
			.computeIfAbsent(Verdict.class, (key) -> new Verdict());
	}

	/**
	 * Closed by JUnit at the end of a run.
	 */
	private static final class Verdict implements AutoCloseable {

		@Override
		public void close() {
			BLOCKING.check();
			LEAKS.check();
		}

	}

	/**
	 * Closed by JUnit at the end of the session.
	 */
	private static final class LastVerdict implements AutoCloseable {

		@Override
		public void close() {
			LEAKS.collect();
			LEAKS.check();
		}

	}

}
