package dev.socketio.testsupport;

import java.util.List;
import java.util.Set;

/**
 * Recognizes a thread that waits for a lock inside of a library. Libraries guard their
 * caches (of serializers, of reflection metadata) with locks that are held for a moment
 * and contended only while the cache is cold. This project cannot change that, and
 * reporting it would make tests fail at random. The same is true of handing a task to a
 * thread pool. Waiting for a lock of our own is not excused, nor is waiting for anything
 * but a lock.
 */
final class LibraryLocks {

	private static final Set<String> LOCKS = Set.of("java.util.concurrent.locks.ReentrantLock",
			"java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock",
			"java.util.concurrent.locks.ReentrantReadWriteLock$WriteLock", "java.util.concurrent.locks.StampedLock");

	private static final List<String> MACHINERY = List.of("java.", "javax.", "jdk.", "sun.", "reactor.blockhound.");

	private static final String OURS = "dev.socketio.";

	private LibraryLocks() {
	}

	static boolean contains(StackTraceElement[] stack) {
		boolean locking = false;
		for (StackTraceElement frame : stack) {
			String type = frame.getClassName();
			if (LOCKS.contains(type)) {
				locking = true;
			}
			else if (locking && isHandOver(frame)) {
				return true;
			}
			else if (!isMachinery(type)) {
				return locking && !type.startsWith(OURS);
			}
		}
		return false;
	}

	/** A task that the caller has to run itself would stand in front of this. */
	private static boolean isHandOver(StackTraceElement frame) {
		return frame.getClassName().equals("java.util.concurrent.ThreadPoolExecutor")
				&& frame.getMethodName().equals("execute");
	}

	private static boolean isMachinery(String type) {
		return MACHINERY.stream().anyMatch(type::startsWith) || type.equals(BlockingGuard.class.getName());
	}

}
