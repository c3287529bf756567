package dev.socketio.server;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the limit of the answers to one broadcast.
 */
class AckLimitTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration TIMEOUT = Duration.ofHours(1);

	private static final int LIMIT = 1000;

	private static final PacketCodec CODEC = new JsonPacketCodec(JsonMapper.builder().build());

	@Test
	void answersOfExactlyTheLimitAreHandedOut() {
		ClusterBroadcastAcks acks = acks(3);
		acks.acknowledged(answer(LIMIT - 1));
		acks.acknowledged(answer(1));
		acks.acknowledged(answer(0));
		StepVerifier.create(acks.result())
			.assertNext((answers) -> assertThat(answers).hasSize(3))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void smallAnswersMayBeMany() {
		ClusterBroadcastAcks acks = acks(100_000);
		Arguments empty = answer(0);
		for (int i = 0; i < 100_000; i++) {
			acks.acknowledged(empty);
		}
		StepVerifier.create(acks.result())
			.assertNext((answers) -> assertThat(answers).hasSize(100_000))
			.expectComplete()
			.verify(PATIENCE);
	}

	/** Also when it is the last answer that is missing. */
	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void oneByteMoreFailsTheBroadcast(int clients) {
		ClusterBroadcastAcks acks = acks(clients);
		acks.acknowledged(answer(LIMIT));
		acks.acknowledged(answer(1));
		verifyFailure(acks.result());
		acks.acknowledged(answer(1));
		verifyFailure(acks.result());
	}

	@Test
	void oneAnswerMayBeTooLarge() {
		ClusterBroadcastAcks acks = acks(2);
		acks.acknowledged(answer(LIMIT + 1));
		verifyFailure(acks.result());
	}

	@Test
	void answersAreReleasedWithTheFailure() {
		ClusterBroadcastAcks acks = acks(3);
		WeakReference<Arguments> first = acknowledge(acks, LIMIT);
		WeakReference<Arguments> second = acknowledge(acks, 1);
		WeakReference<Arguments> late = acknowledge(acks, 1);
		awaitCollection(first);
		awaitCollection(second);
		awaitCollection(late);
		verifyFailure(acks.result());
	}

	@Test
	void theFailureCancelsTheTimer() {
		ClusterBroadcastAcks acks = acks(2);
		acks.acknowledged(answer(LIMIT + 1));
		WeakReference<ClusterBroadcastAcks> reference = new WeakReference<>(acks);
		Mono<List<Arguments>> result = acks.result();
		acks = null;
		awaitCollection(reference);
		verifyFailure(result);
	}

	@Test
	void answersOfClientsCount() {
		try (ServerFixture fixture = new ServerFixture((builder) -> builder.maxAckBytes(LIMIT))) {
			ServerFixture.Client a = fixture.connect(fixture.first);
			ServerFixture.Client b = fixture.connect(fixture.second);
			ServerFixture.Client c = fixture.connect(fixture.second);
			Mono<List<Arguments>> answers = fixture.server.timeout(TIMEOUT).emitWithAck("ask");
			assertThat(a.events()).containsExactly("20[\"ask\"]").isEqualTo(b.events());
			a.send("30[\"" + "x".repeat(LIMIT / 2) + "\"]");
			b.send("61-0[{\"_placeholder\":true,\"num\":0}]").send(new byte[LIMIT / 2]);
			verifyFailure(answers);
			c.send("30[]");
			fixture.settle();
			assertThat(List.of(a, b, c)).noneMatch(ServerFixture.Client::isClosed);
			Mono<List<Arguments>> next = fixture.server.timeout(TIMEOUT).emitWithAck("ask");
			fixture.settle();
			List.of(a, b, c).forEach((client) -> client.send("31[]"));
			StepVerifier.create(next)
				.assertNext((list) -> assertThat(list).hasSize(3))
				.expectComplete()
				.verify(PATIENCE);
		}
	}

	/** They come as values. */
	@Test
	void answersOfClientsOfOtherServersCount() {
		ClusterBroadcastAcks acks = acks(2);
		acks.acknowledged(
				CODEC.arguments(List.of(JsonMapper.shared().readTree("{\"text\":\"" + "x".repeat(LIMIT) + "\"}"))));
		verifyFailure(acks.result());
	}

	@Test
	void theLimitIsPositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> SocketIOServer.builder().maxAckBytes(0));
	}

	private static ClusterBroadcastAcks acks(int clients) {
		ClusterBroadcastAcks acks = new ClusterBroadcastAcks(TIMEOUT, LIMIT);
		acks.expectServers(1);
		acks.serverHasClients(clients);
		return acks;
	}

	private static WeakReference<Arguments> acknowledge(ClusterBroadcastAcks acks, int bytes) {
		Arguments answer = answer(bytes);
		acks.acknowledged(answer);
		return new WeakReference<>(answer);
	}

	private static Arguments answer(int bytes) {
		Arguments answer = (bytes > 0) ? CODEC.arguments(List.of("x".repeat(bytes))) : CODEC.arguments(List.of());
		assertThat(answer.retainedBytes()).isEqualTo(bytes);
		return answer;
	}

	private static void verifyFailure(Mono<List<Arguments>> answers) {
		StepVerifier.create(answers)
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("limit of " + LIMIT + " bytes (maxAckBytes)"))
			.verify(PATIENCE);
	}

	private static void awaitCollection(WeakReference<?> reference) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
			System.gc();
			return reference.get() == null;
		});
	}

}
