package dev.socketio.testsupport;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

class TestCountsTests {

	@Test
	void countEveryInvocationOfAParameterizedClass() {
		assertThat(count(Parameterized.class)).isEqualTo("4 2 2");
	}

	@Test
	void countTheTestsOfADisabledClass() {
		assertThat(count(NotRun.class)).isEqualTo("0 0 2");
	}

	@Test
	void countAClassThatFailsAsAFailure() {
		assertThat(count(Broken.class)).isEqualTo("0 1 0");
	}

	private static String count(Class<?> testClass) {
		TestCounts counts = new TestCounts();
		LauncherConfig config = LauncherConfig.builder()
			.enableTestExecutionListenerAutoRegistration(false)
			.enableLauncherSessionListenerAutoRegistration(false)
			.build();
		LauncherFactory.create(config)
			.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(testClass)).build(), counts);
		return counts.toString();
	}

	@ParameterizedClass
	@ValueSource(ints = { 1, 2 })
	static class Parameterized {

		@Parameter
		int value;

		@Test
		void passes() {
			assertThat(this.value).isPositive();
		}

		@Test
		void passesToo() {
			assertThat(this.value).isPositive();
		}

		@Test
		void fails() {
			assertThat(this.value).isNegative();
		}

		@Test
		void isAborted() {
			Assumptions.abort();
		}

	}

	@Disabled
	static class NotRun {

		@Test
		void isSkipped() {
		}

		@Test
		void isSkippedToo() {
		}

	}

	static class Broken {

		@BeforeAll
		static void fail() {
			throw new IllegalStateException();
		}

		@Test
		void isNotRun() {
		}

	}

}
