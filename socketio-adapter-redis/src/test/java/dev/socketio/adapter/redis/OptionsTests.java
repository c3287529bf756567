package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the options of the adapters.
 */
class OptionsTests {

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "P107000D" })
	void rejectsInvalidDurations(Duration value) {
		for (RedisOptions.Builder<?> builder : List.of(PubSubOptions.builder(), ShardedOptions.builder(),
				StreamsOptions.builder())) {
			assertThatIllegalArgumentException().isThrownBy(() -> builder.requestTimeout(value))
				.withMessageContaining("request timeout");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> StreamsOptions.builder().blockTime(value))
			.withMessageContaining("block time");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void rejectsNumbersThatAreNotPositive(int value) {
		assertThatIllegalArgumentException().isThrownBy(() -> PubSubOptions.builder().maxPendingPublications(value));
		assertThatIllegalArgumentException().isThrownBy(() -> StreamsOptions.builder().streamCount(value));
		assertThatIllegalArgumentException().isThrownBy(() -> StreamsOptions.builder().maxLen(value));
		assertThatIllegalArgumentException().isThrownBy(() -> StreamsOptions.builder().readCount(value));
	}

	@Test
	void mutationKeepsTheOtherOptions() {
		PubSubOptions pubSub = PubSubOptions.builder()
			.key("key")
			.publishOnSpecificResponseChannel(true)
			.maxPendingPublications(2)
			.build();
		assertThat(pubSub.mutate().requestTimeout(Duration.ofSeconds(1)).build()).usingRecursiveComparison()
			.isEqualTo(PubSubOptions.builder()
				.key("key")
				.publishOnSpecificResponseChannel(true)
				.maxPendingPublications(2)
				.requestTimeout(Duration.ofSeconds(1))
				.build());
		ShardedOptions sharded = ShardedOptions.builder()
			.channelPrefix("prefix")
			.subscriptionMode(SubscriptionMode.STATIC)
			.build();
		assertThat(sharded.mutate().build()).usingRecursiveComparison().isEqualTo(sharded);
		StreamsOptions streams = StreamsOptions.builder()
			.streamName("stream")
			.streamCount(2)
			.channelPrefix("prefix")
			.useShardedPubSub(true)
			.maxLen(3)
			.readCount(4)
			.blockTime(Duration.ofSeconds(2))
			.sessionKeyPrefix("session:")
			.onlyPlaintext(true)
			.build();
		assertThat(streams.mutate().build()).usingRecursiveComparison().isEqualTo(streams);
		assertThat(streams).usingRecursiveComparison().isNotEqualTo(StreamsOptions.DEFAULT);
	}

}
