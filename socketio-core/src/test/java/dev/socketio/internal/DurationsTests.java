package dev.socketio.internal;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.engine.EngineOptions;
import dev.socketio.server.SocketIOServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Durations} and the options that use it.
 */
class DurationsTests {

	private static final List<Duration> REFUSED = List.of(Duration.ZERO, Duration.ofNanos(-1),
			Duration.ofDays(-107_000), Durations.MAX.plusNanos(1), Duration.ofDays(107_000),
			Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE));

	static Stream<Arguments> options() {
		return Stream.of(option("ping interval", EngineOptions.builder()::pingInterval),
				option("ping timeout", EngineOptions.builder()::pingTimeout),
				option("upgrade timeout", EngineOptions.builder()::upgradeTimeout),
				option("connect timeout", SocketIOServer.builder()::connectTimeout),
				option("maximum disconnection duration", (value) -> new RecoveryOptions(value, true, 1, 1)));
	}

	private static Arguments option(String name, Consumer<Duration> option) {
		return Arguments.of(name, option);
	}

	@ParameterizedTest
	@MethodSource("options")
	void optionsRefuseDurationsThatOverflow(String name, Consumer<Duration> option) {
		for (Duration value : REFUSED) {
			assertThatIllegalArgumentException().as(value.toString())
				.isThrownBy(() -> option.accept(value))
				.withMessageStartingWith("The " + name + " must be ")
				.withMessageEndingWith("but is " + value);
		}
		assertThatNoException().isThrownBy(() -> option.accept(Durations.MAX));
		assertThatNoException().isThrownBy(() -> option.accept(Duration.ofNanos(1)));
	}

	@Test
	void sumsOfTwoDoNotOverflow() {
		assertThat(Durations.MAX.plus(Durations.MAX).toNanos()).isPositive();
		assertThat(Durations.MAX.toSeconds()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void lengthAloneSaysNothingAboutTheSign() {
		assertThat(Durations.objectionToLength(Duration.ofSeconds(-1))).isNull();
		assertThat(Durations.objectionToLength(Duration.ZERO)).isNull();
		assertThat(Durations.objectionToLength(Durations.MAX)).isNull();
		assertThat(Durations.objectionToLength(Durations.MAX.plusNanos(1))).isEqualTo("must be at most 24855 days");
		assertThat(Durations.objectionToLength(Durations.MAX.negated().minusNanos(1))).isNotNull();
	}

}
