package dev.socketio.testsupport;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Prints the output of a test only if the test fails, so that the log of a build shows
 * failures and nothing else. The output of a test is everything that the JVM has written
 * to the standard streams since the end of the test before it, which includes the log of
 * a Spring context that was created for the test. Enabled by the system property
 * {@code test.output} with the value {@code failures}; IDEs do not set it and show
 * everything.
 */
public final class TestOutput implements LauncherSessionListener, TestExecutionListener {

	/** JUnit creates one instance for each of the two roles. */
	private static final RecentOutput RECENT = new RecentOutput();

	private static final AtomicInteger openSessions = new AtomicInteger();

	private static PrintStream console = System.out;

	private static boolean installed;

	private final RecentOutput recent;

	/**
	 * For JUnit, which creates this listener before those that may write to the log.
	 */
	public TestOutput() {
		this(RECENT);
		if ("failures".equals(System.getProperty("test.output"))) {
			install();
		}
	}

	TestOutput(RecentOutput recent) {
		this.recent = recent;
	}

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		openSessions.incrementAndGet();
	}

	private static synchronized void install() {
		if (!installed) {
			installed = true;
			console = System.out;
			PrintStream stream = new PrintStream(RECENT, true);
			System.setOut(stream);
			System.setErr(stream);
			Runtime.getRuntime().addShutdownHook(new Thread(TestOutput::onShutdown, "test-output"));
		}
	}

	/** The JVM may end in the middle of a test. */
	private static void onShutdown() {
		if (openSessions.get() > 0) {
			RECENT.printTo(console);
		}
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		openSessions.decrementAndGet();
		this.recent.discard();
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		if (result.getStatus() == Status.FAILED) {
			this.recent.printTo(console);
		}
		else {
			this.recent.discard();
		}
	}

}
