package dev.socketio.engine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PendingInputTests {

	private EngineFixture fixture;

	private FakeWebSocket client;

	private PendingInput pending;

	@BeforeEach
	void open() {
		this.fixture = new EngineFixture(EngineOptions.builder().maxPendingMessages(4).maxPendingBytes(1000).build());
		this.client = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(), Requests.webSocket());
		this.pending = this.fixture.session().pendingInput();
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void readingStopsAtTheNumberAndGoesOnAtHalfOfIt() {
		add(0, 0, 0);
		assertThat(isReading()).isTrue();
		add(0);
		assertThat(isReading()).isFalse();
		remove(0);
		assertThat(isReading()).isFalse();
		remove(0);
		assertThat(isReading()).isTrue();
		add(0);
		assertThat(isReading()).isTrue();
	}

	@Test
	void readingStopsAtTheSizeAndGoesOnAtHalfOfIt() {
		add(499);
		add(500);
		assertThat(isReading()).isTrue();
		add(1);
		assertThat(isReading()).isFalse();
		remove(499);
		assertThat(isReading()).isFalse();
		assertThat(this.pending.bytes()).isEqualTo(501);
		remove(1);
		assertThat(isReading()).isTrue();
		assertThat(this.pending.bytes()).isEqualTo(500);
		assertThat(this.pending.messages()).isOne();
	}

	@Test
	void bothBoundsHaveToBeFreeAgain() {
		add(900, 0, 0, 0);
		assertThat(isReading()).isFalse();
		remove(0, 0, 0);
		assertThat(isReading()).isFalse();
		remove(900);
		assertThat(isReading()).isTrue();
	}

	@Test
	void otherPartsOfTheApplicationMayStillBeBehind() {
		this.fixture.session().pauseReading();
		add(1000);
		remove(1000);
		assertThat(isReading()).isFalse();
		this.fixture.session().resumeReading();
		assertThat(isReading()).isTrue();
	}

	@Test
	void theSizeFollowsThatOfMessages() {
		assertThat(EngineOptions.DEFAULT.maxPendingBytes()).isEqualTo(4_000_000);
		assertThat(EngineOptions.builder().maxHttpBufferSize(Integer.MAX_VALUE).build().maxPendingBytes())
			.isEqualTo(4L * Integer.MAX_VALUE);
	}

	private void add(long... sizes) {
		Loops.run(this.client.loop(), () -> {
			for (long size : sizes) {
				this.pending.add(size);
			}
		});
	}

	private void remove(long... sizes) {
		Loops.run(this.client.loop(), () -> {
			for (long size : sizes) {
				this.pending.remove(size);
			}
		});
	}

	private boolean isReading() {
		this.fixture.settle();
		return this.client.channel().config().isAutoRead();
	}

}
