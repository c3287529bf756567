package dev.socketio.server;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
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
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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

	@Test
	void answersOfAllChildrenOfDynamicNamespaceCountTogether() {
		try (ServerFixture fixture = new ServerFixture((builder) -> builder.maxAckBytes(LIMIT))) {
			ParentNamespace parent = fixture.server.of(NamespaceMatcher.path("/child-{id}"));
			ServerFixture.Client client = fixture.open(fixture.first).send("0/child-a,").send("0/child-b,");
			client.received();
			Mono<List<Arguments>> answers = parent.timeout(TIMEOUT).emitWithAck("ask");
			String half = "0[\"" + "x".repeat(LIMIT / 2) + "\"]";
			client.send("3/child-a," + half).send("3/child-b," + half);
			fixture.settle();
			verifyFailure(answers);
		}
	}

	@Test
	void namespacesShareTheirBudget() {
		AckBudget budget = new AckBudget(LIMIT);
		ClusterBroadcastAcks first = acks(1, budget);
		ClusterBroadcastAcks second = acks(2, budget);
		ClusterBroadcastAcks third = acks(2, budget);
		first.acknowledged(answer(LIMIT - 1));
		WeakReference<Arguments> held = acknowledge(second, 1);
		third.acknowledged(answer(1));
		StepVerifier.create(first.result()).expectNextCount(1).expectComplete().verify(PATIENCE);
		verifyFailure(second.result());
		verifyFailure(third.result());
		awaitCollection(held);
		verifyFailure(acks(1, budget).result());
	}

	/** An adapter may fail for one of the namespaces, and the caller gets no result. */
	@Test
	void nothingWaitsForAnswersToBroadcastThatFails() {
		List<Consumer<Arguments>> acks = new ArrayList<>();
		AdapterFactory adapters = (namespace) -> new InMemoryAdapter(namespace) {

			@Override
			public void broadcastWithAck(Packet packet, BroadcastOptions options, IntConsumer clientCount,
					Consumer<Arguments> ack) {
				acks.add(ack);
				if (acks.size() == 2) {
					throw new IllegalStateException("broken");
				}
			}

		};
		try (ServerFixture fixture = new ServerFixture((builder) -> builder.adapter(adapters))) {
			ParentNamespace parent = fixture.server.of(NamespaceMatcher.path("/child-{id}"));
			fixture.server.of("/child-a");
			fixture.server.of("/child-b");
			assertThatIllegalStateException().isThrownBy(() -> parent.timeout(TIMEOUT).emitWithAck("ask"))
				.withMessage("broken");
			WeakReference<Arguments> late = acknowledge(acks.get(0), 1);
			awaitCollection(late);
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
		return acks(clients, new AckBudget(LIMIT));
	}

	private static ClusterBroadcastAcks acks(int clients, AckBudget budget) {
		ClusterBroadcastAcks acks = new ClusterBroadcastAcks(TIMEOUT, budget);
		budget.add(acks);
		acks.expectServers(1);
		acks.serverHasClients(clients);
		return acks;
	}

	private static WeakReference<Arguments> acknowledge(ClusterBroadcastAcks acks, int bytes) {
		return acknowledge(acks::acknowledged, bytes);
	}

	private static WeakReference<Arguments> acknowledge(Consumer<Arguments> acks, int bytes) {
		Arguments answer = answer(bytes);
		acks.accept(answer);
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
