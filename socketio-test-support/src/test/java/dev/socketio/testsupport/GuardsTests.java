package dev.socketio.testsupport;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Runs test classes that pass by themselves but misbehave.
 */
class GuardsTests {

	@Test
	void failTheRunThatLeaksABuffer() {
		EngineExecutionResults results = run(Leaking.class);
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(1).failed(0));
		assertFailed(results, "without release()");
	}

	@Test
	void failTheRunThatBlocksAnEventLoopAndSwallowsTheError() {
		EngineExecutionResults results = run(Blocking.class);
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(1).failed(0));
		assertFailed(results, "must not block");
	}

	@Test
	void letAnotherRunPass() {
		run(Releasing.class).allEvents().assertStatistics((statistics) -> statistics.failed(0));
	}

	@Test
	void failTheSessionThatLeaksABuffer() {
		LauncherSession session = LauncherFactory.openSession();
		session.getLauncher()
			.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(selectClass(LeakingUnseen.class))
				.configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
				.build());
		assertThatExceptionOfType(AssertionError.class).isThrownBy(session::close)
			.withMessageContaining("without release()");
	}

	private static EngineExecutionResults run(Class<?> testClass) {
		return EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(testClass))
			.configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
			.execute();
	}

	private static void assertFailed(EngineExecutionResults results, String message) {
		results.containerEvents()
			.assertThatEvents()
			.haveExactly(1,
					EventConditions.event(EventConditions.engine(),
							EventConditions.finishedWithFailure(
									TestExecutionResultConditions.instanceOf(AssertionError.class),
									TestExecutionResultConditions.message((actual) -> actual.contains(message)))));
	}

	static class LeakingUnseen {

		@Test
		void leak() {
			ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer();
			assertThat(buffer.refCnt()).isOne();
		}

	}

	static class Leaking extends LeakingUnseen {

		@AfterAll
		static void collect() {
			Guards.LEAKS.collect();
		}

	}

	static class Releasing {

		@Test
		void release() {
			ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer();
			assertThat(buffer.release()).isTrue();
		}

	}

	static class Blocking {

		@Test
		void block() {
			DefaultEventExecutor eventLoop = new DefaultEventExecutor();
			eventLoop.submit(() -> {
				Thread.sleep(1);
				return null;
			}).awaitUninterruptibly();
			eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
		}

	}

}
