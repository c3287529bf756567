package dev.socketio.testsupport;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

class BlockingGuardTests {

	private final DefaultEventExecutor eventLoop = new DefaultEventExecutor();

	@AfterEach
	void stop() {
		this.eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
	}

	@Test
	void failsAndRemembersWhatBlocksAnEventLoop() {
		Future<?> sleeping = this.eventLoop.submit(BlockingGuardTests::sleep);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> sleeping.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(BlockingOperationError.class);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(Guards.BLOCKING::check)
			.withMessageContaining("must not block")
			.withMessageContaining("BlockingGuardTests.sleep");
	}

	@Test
	void remembersWhatWaitsForALockOfOurs() throws InterruptedException {
		ReentrantLock lock = new ReentrantLock();
		lock.lock();
		try {
			assertThat(this.eventLoop.submit(() -> lock.lock()).await(30, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			lock.unlock();
		}
		assertThat(Guards.BLOCKING.findings().drain()).singleElement(STRING).contains("BlockingGuardTests");
	}

	@Test
	void letsOtherThreadsBlock() {
		sleep();
		assertThat(Guards.BLOCKING.findings().drain()).isEmpty();
	}

	private static void sleep() {
		try {
			Thread.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
