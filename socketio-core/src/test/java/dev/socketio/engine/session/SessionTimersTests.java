package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.socketio.engine.EngineOptions;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions on an event loop whose time stands still unless the test moves it.
 */
class SessionTimersTests {

	private static final Duration INTERVAL = Duration.ofSeconds(25);

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final List<EngineSession> sessions = new ArrayList<>();

	private final SessionLog log = new SessionLog();

	private final EngineServer server = new EngineServer(
			EngineOptions.builder().pingInterval(INTERVAL).pingTimeout(TIMEOUT).allowEio3(true).build(), (session) -> {
				this.sessions.add(session);
				return this.log;
			});

	private final EmbeddedChannel clock = new EmbeddedChannel();

	SessionTimersTests() {
		this.clock.freezeTime();
	}

	private WebSocketOpener accept(int protocol) {
		WebSocketDecision decision = this.server
			.handleWebSocket(Requests.request("GET", "EIO=" + protocol + "&transport=websocket"))
			.blockOptional()
			.orElseThrow();
		assertThat(decision.refusal()).isNull();
		return Objects.requireNonNull(decision.opener());
	}

	private EngineSession open(int protocol) {
		WebSocketOpener opener = accept(protocol);
		opener.open(new FakeWebSocket(this.clock.eventLoop()).connection(opener.format()), this.clock.eventLoop());
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

	/** It would overtake the message that is being handled. */
	@Test
	void uploadThatWaitsForReadingComesBehindTheCallThatGoesOn() {
		this.server.handle(Requests.polling(), Requests.NO_BODY, this.clock.eventLoop()).subscribe();
		pass(Duration.ofMillis(1));
		EngineSession session = this.sessions.get(0);
		session.pauseReading();
		RequestBody body = (limit, progress) -> Mono.just("4waiting".getBytes(StandardCharsets.US_ASCII));
		this.server.handle(Requests.polling("POST", session.id()), body, this.clock.eventLoop()).subscribe();
		pass(Duration.ofMillis(1));
		session.resumeReading();
		assertThat(this.log.entries()).isEmpty();
		pass(Duration.ofMillis(1));
		assertThat(this.log.entries()).containsExactly("waiting");
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
		assertThatExceptionOfType(OutOfMemoryError.class)
			.isThrownBy(() -> accept(4).open(new BrokenConnection(), this.clock.eventLoop()));
		pass(Duration.ofMillis(1));
		assertThat(this.server.clientsCount()).isZero();
		assertThat(this.sessions).isEmpty();
		pass(INTERVAL.plus(TIMEOUT));
		assertThat(this.clock.runScheduledPendingTasks()).isEqualTo(-1);
	}

	/** A connection that cannot write. */
	private static final class BrokenConnection implements WebSocketConnection {

		@Override
		public void write(EnginePacket packet) {
			throw new OutOfMemoryError("test");
		}

		@Override
		public void write(MessageBatch batch) {
			throw new OutOfMemoryError("test");
		}

		@Override
		public void flush() {
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public boolean isWritable() {
			return true;
		}

		@Override
		public long bufferedBytes() {
			return 0;
		}

		@Override
		public void read(boolean on) {
		}

		@Override
		public void close() {
		}

		@Override
		public void abort() {
		}

		@Override
		public void onClosed(Runnable task) {
		}

	}

}
