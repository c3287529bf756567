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
		assertThatIllegalArgumentException().isThrownBy(
				() -> MongoOptions.builder().heartbeatInterval(value).heartbeatTimeout(value.plusSeconds(1)).build())
			.withMessageContaining("heartbeat interval");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MongoOptions.builder().heartbeatInterval(SECOND).heartbeatTimeout(value).build())
			.withMessageContaining("heartbeat timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> MongoOptions.builder().requestTimeout(value).build())
			.withMessageContaining("request timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> MongoOptions.builder().timeToLive(value))
			.withMessageContaining("time to live");
	}

}
