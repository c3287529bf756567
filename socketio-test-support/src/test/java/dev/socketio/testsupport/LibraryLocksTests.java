package dev.socketio.testsupport;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LibraryLocksTests {

	@Test
	void areLocksTakenByLibraries() {
		assertThat(LibraryLocks.contains(stack("jdk.internal.misc.Unsafe", "java.util.concurrent.locks.LockSupport",
				"java.util.concurrent.locks.ReentrantLock", "com.example.Cache", "dev.socketio.server.Socket")))
			.isTrue();
	}

	@Test
	void areLocksTakenByCollectionsOfLibraries() {
		assertThat(LibraryLocks.contains(stack("java.util.concurrent.locks.ReentrantLock",
				"java.util.concurrent.LinkedBlockingQueue", "com.example.Cache")))
			.isTrue();
	}

	@Test
	void areNotLocksOfOurOwn() {
		assertThat(LibraryLocks.contains(
				stack("java.util.concurrent.locks.ReentrantLock", "dev.socketio.server.Socket", "com.example.Caller")))
			.isFalse();
	}

	@Test
	void areNotOtherWaysToBlock() {
		assertThat(LibraryLocks
			.contains(stack("jdk.internal.misc.Unsafe", "java.util.concurrent.CountDownLatch", "com.example.Cache")))
			.isFalse();
	}

	private static StackTraceElement[] stack(String... types) {
		return Stream.of(types)
			.map((type) -> new StackTraceElement(type, "method", null, -1))
			.toArray(StackTraceElement[]::new);
	}

}
