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
	void areLocksOfThreadPools() {
		assertThat(LibraryLocks.contains(stack("java.util.concurrent.locks.ReentrantLock",
				"java.util.concurrent.ThreadPoolExecutor#execute", "dev.socketio.server.Socket")))
			.isTrue();
	}

	@Test
	void areNotLocksOfTasksThatThePoolRejects() {
		assertThat(LibraryLocks.contains(stack("java.util.concurrent.locks.ReentrantLock", "dev.socketio.server.Socket",
				"java.lang.Thread", "java.util.concurrent.ThreadPoolExecutor#execute", "dev.socketio.server.Socket")))
			.isFalse();
	}

	@Test
	void areNotOtherLocksOfThreadPools() {
		assertThat(LibraryLocks.contains(stack("java.util.concurrent.locks.ReentrantLock",
				"java.util.concurrent.ThreadPoolExecutor#awaitTermination", "dev.socketio.server.Socket")))
			.isFalse();
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
			.map((type) -> type.split("#"))
			.map((frame) -> new StackTraceElement(frame[0], (frame.length > 1) ? frame[1] : "method", null, -1))
			.toArray(StackTraceElement[]::new);
	}

}
