package dev.socketio.adapter.mongo;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MongoOptions}.
 */
class MongoOptionsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "P107000D" })
	void durationsThatTimersCannotCountAreRefused(Duration value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MongoOptions.DEFAULT.withHeartbeats(value, value.plusSeconds(1)))
			.withMessageContaining("heartbeat interval");
		assertThatIllegalArgumentException().isThrownBy(() -> MongoOptions.DEFAULT.withHeartbeats(SECOND, value))
			.withMessageContaining("heartbeat timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> MongoOptions.DEFAULT.withRequestsTimeout(value))
			.withMessageContaining("requests timeout");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MongoOptions(false, SECOND, SECOND.multipliedBy(2), SECOND, 1, value, 1))
			.withMessageContaining("time to live");
	}

}
