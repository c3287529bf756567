package dev.socketio.testsupport;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Installs the guards when the test JVM starts, and asks them for their findings when the
 * last test is done. JUnit logs and forgets what a listener throws; only an extension can
 * fail the run, hence the two roles.
 */
public final class Guards implements LauncherSessionListener, BeforeAllCallback {

	static final LeakGuard LEAKS = new LeakGuard();

	static final BlockingGuard BLOCKING = new BlockingGuard();

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		LEAKS.install();
		BLOCKING.install();
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot()
			.getStore(Namespace.create(Guards.class))
			.computeIfAbsent(Verdict.class, (key) -> new Verdict());
	}

	/**
	 * Closed by JUnit after everything else in the run.
	 */
	private static final class Verdict implements AutoCloseable {

		@Override
		public void close() {
			BLOCKING.check();
			LEAKS.check();
		}

	}

}
