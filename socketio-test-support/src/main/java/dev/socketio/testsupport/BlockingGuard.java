package dev.socketio.testsupport;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;

import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/**
 * Fails calls that block a Netty event loop or another non-blocking Reactor thread, and
 * records them in case the error is swallowed.
 */
final class BlockingGuard {

	/**
	 * Since JDK 13 a JVM lets an agent add methods only with this flag.
	 */
	private static final String REQUIRED_FLAG = "-XX:+AllowRedefinitionToAddDeleteMethods";

	private final Findings findings = new Findings("Blocking calls on threads that must not block");

	/**
	 * Install BlockHound. Without the JVM flag that the Maven build sets, for example in
	 * an IDE, this does nothing.
	 */
	void install() {
		if (!ManagementFactory.getRuntimeMXBean().getInputArguments().contains(REQUIRED_FLAG)) {
			return;
		}
		BlockHound.builder()
			.loadIntegrations()
			.blockingMethodCallback(this::onBlockingCall)
			// Seeds from the operating system's generator, which never runs dry
			.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes")
			.allowBlockingCallsInside("java.security.SecureRandom", "generateSeed")
			.allowBlockingCallsInside("java.util.UUID", "randomUUID")
			// Locks a segment for a moment, and only when two threads miss at the same
			// time
			.allowBlockingCallsInside("org.springframework.util.ConcurrentReferenceHashMap$Segment", "doTask")
			.install();
	}

	void check() {
		this.findings.failIfAny();
	}

	Findings findings() {
		return this.findings;
	}

	private void onBlockingCall(BlockingMethod method) {
		BlockingOperationError error = new BlockingOperationError(method);
		if (LibraryLocks.contains(error.getStackTrace())) {
			return;
		}
		StringWriter description = new StringWriter();
		description.append("Thread ").append(Thread.currentThread().getName()).append(": ");
		error.printStackTrace(new PrintWriter(description, true));
		this.findings.add(description.toString());
		throw error;
	}

}
