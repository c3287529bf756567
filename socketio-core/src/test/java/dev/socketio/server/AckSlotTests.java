package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.engine.session.Loops;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A socket may owe three acknowledgements: what it no longer owes makes room for the
 * next, over a long life.
 */
class AckSlotTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration SOON = Duration.ofMillis(1);

	private final ServerFixture fixture = new ServerFixture((builder) -> builder.maxPendingAcks(3));

	private final SocketIOServer server = this.fixture.server;

	private ServerFixture.Client client;

	private Socket socket;

	@BeforeEach
	void connect() {
		this.client = this.fixture.connect();
		this.socket = this.fixture.socket(this.client);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private Mono<?> ask(boolean broadcast, Duration timeout) {
		return broadcast ? this.server.timeout(timeout).emitWithAck("ask")
				: this.socket.timeout(timeout).emitWithAck("ask");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsLateIsNotOwedAnyMore(boolean broadcast) {
		for (int i = 0; i < 3; i++) {
			List<Mono<?>> late = new ArrayList<>();
			for (int j = 0; j < 3; j++) {
				late.add(ask(broadcast, SOON));
			}
			late.forEach(
					(answer) -> StepVerifier.create(answer).expectError(AckTimeoutException.class).verify(PATIENCE));
			// the time-out of a broadcast is told before the sockets hear of it
			await().atMost(PATIENCE).untilAsserted(this::assertOwesNothing);
			assertThat(this.client.events()).hasSize(3 * (i + 1));
		}
	}

	private void assertOwesNothing() {
		this.fixture.settle();
		assertThat(this.socket).extracting("output.acks.waiting", InstanceOfAssertFactories.MAP).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsAnsweredIsNotOwedAnyMore(boolean broadcast) {
		for (int i = 0; i < 10; i++) {
			Mono<?> answer = ask(broadcast, PATIENCE);
			assertThat(this.client.events()).hasSize(i + 1).endsWith("2" + i + "[\"ask\"]");
			this.client.send("3" + i + "[]");
			StepVerifier.create(answer).expectNextCount(1).expectComplete().verify(PATIENCE);
		}
	}

	@Test
	void aBroadcastIsNotSentToWhoOwesTooMuch() {
		ServerFixture.Client other = this.fixture.connect();
		for (int i = 0; i < 3; i++) {
			this.socket.emitWithAck("ask");
		}
		Mono<List<Arguments>> answers = this.server.timeout(Duration.ofMillis(200)).emitWithAck("all");
		assertThat(other.events()).containsExactly("23[\"all\"]");
		assertThat(this.client.events()).hasSize(3).noneMatch((packet) -> packet.contains("all"));
		other.send("33[\"yes\"]");
		StepVerifier.create(answers)
			.expectErrorSatisfies((error) -> assertThat(((AckTimeoutException) error).responses()).hasSize(1))
			.verify(PATIENCE);
		this.client.send("30[]");
		this.fixture.settle();
		this.server.timeout(PATIENCE).emitWithAck("all");
		assertThat(this.client.events()).hasSize(4).last().isEqualTo("24[\"all\"]");
	}

	@Test
	void nothingIsAskedOfASocketThatIsGone() {
		DefaultSocket gone = (DefaultSocket) this.socket;
		this.client.webSocket.disconnect();
		this.fixture.settle();
		assertThat(gone.output().expectAck(1, new SocketAck())).isFalse();
		assertThat(this.client.events()).isEmpty();
	}

	@Test
	void onlyWhoAnswersIsNotWaitedForAnyMore() {
		List<Arguments> answers = new ArrayList<>();
		LocalBroadcastAcks expected = new LocalBroadcastAcks(7, List.of((DefaultSocket) this.socket), answers::add);
		assertThat(((DefaultSocket) this.socket).output().expectAck(7, expected)).isTrue();
		expected.limit(PATIENCE);
		assertThat(expected).extracting("timer").isNotNull();
		this.client.send("36[]").send("37[1]").send("37[2]");
		this.fixture.settle();
		assertThat(answers).hasSize(1);
		assertThat(expected).extracting("timer.disposed").isEqualTo(true);
	}

	@Test
	void whoOwesTooMuchIsNotWaitedFor() {
		for (int i = 0; i < 3; i++) {
			this.socket.emitWithAck("ask");
		}
		DefaultSocket full = (DefaultSocket) this.socket;
		LocalBroadcastAcks expected = new LocalBroadcastAcks(7, List.of(full), (answer) -> {
		});
		OutgoingPacket outgoing = OutgoingPacket.of(full.codec(), Packet.event("/", "all"), BroadcastFlags.NONE);
		Loops.run(this.client.loop(), () -> expected.write(full, outgoing));
		expected.limit(PATIENCE);
		assertThat(expected).extracting("timer").isNull();
		assertThat(this.client.events()).hasSize(3);
	}

	@Test
	void whoIsGoneIsNotWaitedForAnyMore() {
		LocalBroadcastAcks expected = new LocalBroadcastAcks(7, List.of((DefaultSocket) this.socket), (answer) -> {
		});
		assertThat(((DefaultSocket) this.socket).output().expectAck(7, expected)).isTrue();
		this.client.webSocket.disconnect();
		this.fixture.settle();
		expected.limit(PATIENCE);
		assertThat(expected).extracting("timer").isNull();
	}

}
