package dev.socketio.adapter.redis;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the options of the adapters.
 */
class OptionsTests {

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "P107000D" })
	void durationsThatTimersCannotCountAreRefused(Duration value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PubSubOptions("key", value, false))
			.withMessageContaining("requests timeout");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ShardedOptions("prefix", SubscriptionMode.DYNAMIC, value))
			.withMessageContaining("requests timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> streams(Duration.ofSeconds(1), value))
			.withMessageContaining("requests timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> streams(value, Duration.ofSeconds(1)))
			.withMessageContaining("block time");
	}

	private static StreamsOptions streams(Duration blockTime, Duration requestsTimeout) {
		return new StreamsOptions("stream", 1, "prefix", false, 1, 1, blockTime, "session:", false, requestsTimeout);
	}

}
