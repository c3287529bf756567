package dev.socketio.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.socketio.benchmarks.BenchmarkServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the load generator does is understood by the server.
 */
@SpringBootTest(classes = BenchmarkServer.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class ScenarioTests {

	/** In the time between two looks. */
	private static final int ENOUGH = 5;

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "{0}")
	@MethodSource("scenarios")
	void runs(String name, Function<Network, Scenario> factory) throws Exception {
		try (Network network = new Network()) {
			Scenario scenario = factory.apply(network);
			scenario.open(new Target("socketio", this.port, ProcessHandle.current().pid()));
			scenario.start();
			try {
				await().atMost(Duration.ofSeconds(30)).until(() -> scenario.take().size() >= ENOUGH);
			}
			finally {
				scenario.stop();
				scenario.close();
			}
		}
	}

	@Test
	void failureIsReported() throws Exception {
		try (Network network = new Network()) {
			Scenario scenario = new ConnectScenario(network);
			scenario.fail("wrong", null);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(scenario::take)
				.withMessageContaining("wrong");
		}
	}

	static Stream<Arguments> scenarios() {
		return Stream.of(scenario("ack", (network) -> new AckScenario(network, 4)),
				scenario("broadcast", (network) -> new BroadcastScenario(network, 5)),
				scenario("connect", ConnectScenario::new), scenario("polling", PollingScenario::new));
	}

	private static Arguments scenario(String name, Function<Network, Scenario> factory) {
		return Arguments.of(name, factory);
	}

}
