package dev.socketio.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions on an event loop whose time stands still unless the test moves it.
 */
class SessionTimersTests {

	private static final Duration INTERVAL = Duration.ofSeconds(25);

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final EngineServer server = new EngineServer(
			EngineOptions.builder().pingInterval(INTERVAL).pingTimeout(TIMEOUT).allowEio3(true).build());

	private final EmbeddedChannel clock = new EmbeddedChannel();

	private final List<EngineSession> sessions = new ArrayList<>();

	SessionTimersTests() {
		this.clock.freezeTime();
		this.server.onConnection((session) -> {
			session.listener(new SessionLog());
			this.sessions.add(session);
		});
	}

	private WebSocketDecision accept(int protocol) {
		WebSocketDecision decision = this.server
			.handleWebSocket(Requests.request("GET", "EIO=" + protocol + "&transport=websocket"))
			.blockOptional()
			.orElseThrow();
		assertThat(decision.refusal()).isNull();
		return decision;
	}

	private EngineSession open(int protocol) {
		Objects.requireNonNull(accept(protocol).opener()).apply(new FakeWebSocket(this.clock.eventLoop()));
		this.clock.runPendingTasks();
		return this.sessions.get(0);
	}

	private void pass(Duration time) {
		this.clock.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
		this.clock.runPendingTasks();
	}

	@Test
	void aPongMayBeTheNextThingThatIsReadAfterAPause() {
		EngineSession session = open(4);
		pass(INTERVAL);
		session.pauseReading();
		pass(TIMEOUT.minusMillis(1));
		session.resumeReading();
		pass(TIMEOUT.minusMillis(1));
		assertThat(session.isOpen()).isTrue();
		pass(Duration.ofMillis(1));
		assertThat(session.isOpen()).isFalse();
		assertThat(this.server.clientsCount()).isZero();
	}

	@Test
	void aPauseBeforeThePingChangesNothing() {
		EngineSession session = open(4);
		pass(INTERVAL.minusMillis(1));
		session.pauseReading();
		session.resumeReading();
		pass(Duration.ofMillis(1));
		pass(TIMEOUT.minusMillis(1));
		assertThat(session.isOpen()).isTrue();
		pass(Duration.ofMillis(1));
		assertThat(session.isOpen()).isFalse();
	}

	/** They ping themselves. */
	@Test
	void aPingMayBeTheNextThingThatIsReadAfterAPause() {
		EngineSession session = open(3);
		pass(INTERVAL.plus(TIMEOUT).minusMillis(1));
		session.pauseReading();
		session.resumeReading();
		pass(INTERVAL.plus(TIMEOUT).minusMillis(1));
		assertThat(session.isOpen()).isTrue();
		pass(Duration.ofMillis(1));
		assertThat(session.isOpen()).isFalse();
	}

	/** It would overtake what is being handled. */
	@Test
	void whatWaitsForReadingComesBehindTheCallThatGoesOn() {
		EngineSession session = open(4);
		List<String> order = new ArrayList<>();
		session.pauseReading();
		session.whenReadingResumes(() -> order.add("waiting"));
		session.resumeReading();
		order.add("call");
		pass(Duration.ofMillis(1));
		assertThat(order).containsExactly("call", "waiting");
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 4 })
	void aSessionThatIsOverHasNoTimer(int protocol) {
		EngineSession session = open(protocol);
		session.closeNow();
		pass(Duration.ofMillis(1));
		session.resumeReading();
		pass(INTERVAL.plus(TIMEOUT).multipliedBy(2));
		assertThat(this.server.clientsCount()).isZero();
		assertThat(this.clock.runScheduledPendingTasks()).isEqualTo(-1);
	}

	/** What arrives of a packet behind the end is of no use. */
	@Test
	void partsThatComeBehindTheEndAreNotCounted() {
		EngineSession session = open(4);
		session.pendingInput().partialPacket(20_000);
		session.pendingInput().partialMessage(30_000);
		assertThat(this.server.pendingBytes()).isEqualTo(50_000);
		session.closeNow();
		pass(Duration.ofMillis(1));
		assertThat(this.server.pendingBytes()).isZero();
		session.pendingInput().partialPacket(20_000);
		session.pendingInput().partialMessage(30_000);
		assertThat(this.server.pendingBytes()).isZero();
	}

	@Test
	void aCallThatEndsBehindOneThatNeverDoesCountsForNothing() {
		EngineSession session = open(4);
		session.pendingInput().add(20_000);
		session.pendingInput().add(30_000);
		session.closeNow();
		pass(Duration.ofMinutes(1).minusMillis(1));
		assertThat(this.server.pendingBytes()).isEqualTo(50_000);
		pass(Duration.ofMillis(1));
		assertThat(this.server.pendingBytes()).isZero();
		session.pendingInput().remove(20_000);
		assertThat(this.server.pendingBytes()).isZero();
	}

	/** As without memory. */
	@Test
	void aSessionWhoseFirstPacketCannotBeWrittenIsForgotten() {
		BrokenWebSocket broken = new BrokenWebSocket(new FakeWebSocket(this.clock.eventLoop()));
		assertThatExceptionOfType(OutOfMemoryError.class)
			.isThrownBy(() -> Objects.requireNonNull(accept(4).opener()).apply(broken));
		pass(Duration.ofMillis(1));
		assertThat(this.server.clientsCount()).isZero();
		assertThat(this.sessions).isEmpty();
		pass(INTERVAL.plus(TIMEOUT));
		assertThat(this.clock.runScheduledPendingTasks()).isEqualTo(-1);
	}

	/** Takes nothing. */
	private record BrokenWebSocket(FakeWebSocket delegate) implements WebSocketConnection {

		@Override
		public Channel channel() {
			return this.delegate.channel();
		}

		@Override
		public ChannelOutboundInvoker outbound() {
			throw new OutOfMemoryError("test");
		}

		@Override
		public boolean isCompressed() {
			return false;
		}

		@Override
		public void writeCompressed(ByteBuf payload, boolean text) {
			payload.release();
		}

		@Override
		public void close() {
			this.delegate.close();
		}

		@Override
		public void abort() {
			this.delegate.abort();
		}

	}

}
