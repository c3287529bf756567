package dev.socketio.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes the number of tests that passed, failed and were skipped in this JVM to a file
 * in the directory that the system property {@code test.counts} names. Surefire's reports
 * are no source of these numbers: a parameterized class runs once for each of its
 * arguments, and each run overwrites the report of the one before.
 */
public final class TestCounts implements TestExecutionListener {

	private @Nullable TestPlan plan;

	private int passed;

	private int failed;

	private int skipped;

	@Override
	public synchronized void testPlanExecutionStarted(TestPlan testPlan) {
		this.plan = testPlan;
	}

	@Override
	public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
		long tests = (this.plan != null) ? this.plan.countTestIdentifiers((test) -> isIn(identifier, test)) : 0;
		this.skipped += (int) Math.max(1, tests);
	}

	private boolean isIn(TestIdentifier container, TestIdentifier test) {
		return test.isTest() && test.getUniqueIdObject().hasPrefix(container.getUniqueIdObject());
	}

	@Override
	public synchronized void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
		switch (result.getStatus()) {
			case SUCCESSFUL -> this.passed += identifier.isTest() ? 1 : 0;
			case ABORTED -> this.skipped++;
			case FAILED -> this.failed++;
		}
	}

	/** One of many if the JVM gets its test classes one by one. */
	@Override
	public synchronized void testPlanExecutionFinished(TestPlan testPlan) {
		String directory = System.getProperty("test.counts");
		if (directory != null) {
			write(Path.of(directory));
		}
	}

	private void write(Path directory) {
		try {
			Files.createDirectories(directory);
			Files.writeString(directory.resolve(ProcessHandle.current().pid() + ".txt"), this + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.passed + " " + this.failed + " " + this.skipped;
	}

}
