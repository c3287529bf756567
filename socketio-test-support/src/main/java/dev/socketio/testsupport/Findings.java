package dev.socketio.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The findings of a guard. They are collected rather than thrown at once, because a
 * garbage collection or a framework that swallows errors rarely lets them reach the test.
 * May be used from any thread.
 */
final class Findings {

	private static final Pattern MACHINERY = Pattern
		.compile("^\\s*(at )?(java\\.base/|jdk\\.internal\\.|org\\.junit\\.|org\\.apache\\.maven\\.)");

	private final Queue<String> descriptions = new ConcurrentLinkedQueue<>();

	private final String headline;

	Findings(String headline) {
		this.headline = headline;
	}

	void add(String description) {
		this.descriptions.add(description.lines().filter(Findings::isTelling).collect(Collectors.joining("\n")));
	}

	private static boolean isTelling(String line) {
		return !MACHINERY.matcher(line).find();
	}

	/**
	 * Remove and return everything seen so far.
	 */
	List<String> drain() {
		List<String> drained = new ArrayList<>();
		for (String next = this.descriptions.poll(); next != null; next = this.descriptions.poll()) {
			drained.add(next);
		}
		return drained;
	}

	void failIfAny() {
		List<String> drained = drain();
		if (!drained.isEmpty()) {
			throw new AssertionError(this.headline + " (" + drained.size() + "):\n" + String.join("\n----\n", drained));
		}
	}

}
