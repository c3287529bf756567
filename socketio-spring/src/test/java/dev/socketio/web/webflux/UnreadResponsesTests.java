package dev.socketio.web.webflux;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written and not flushed stands for what a client does not read.
 */
class UnreadResponsesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(45);

	private static final int LARGE = 64 * 1024;

	private final UnreadResponses unread = new UnreadResponses(PATIENCE);

	private final EmbeddedChannel channel = new EmbeddedChannel();

	@BeforeEach
	void stopTime() {
		this.channel.freezeTime();
	}

	@AfterEach
	void release() {
		this.channel.finishAndReleaseAll();
	}

	private void respond(int bytes) {
		this.unread.writing(this.channel, bytes);
		this.channel.write(Unpooled.wrappedBuffer(new byte[16]));
	}

	private void pass(Duration time) {
		this.channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

	@Test
	void theConnectionOfALargeResponseThatIsNotReadIsClosed() {
		respond(LARGE);
		pass(PATIENCE.minusMillis(1));
		assertThat(this.channel.isOpen()).isTrue();
		pass(Duration.ofMillis(1));
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aResponseThatIsReadIsNoReason() {
		respond(LARGE);
		this.channel.flush();
		pass(PATIENCE);
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void aSmallResponseFitsIntoTheBuffersOfTheSystem() {
		respond(LARGE - 1);
		pass(PATIENCE.multipliedBy(2));
		assertThat(this.channel.isOpen()).isTrue();
	}

	/** A client that asks again has read the one before. */
	@Test
	void onlyTheLastResponseCounts() {
		respond(LARGE);
		pass(PATIENCE.minusMillis(1));
		this.channel.flush();
		respond(LARGE);
		pass(PATIENCE.minusMillis(1));
		assertThat(this.channel.isOpen()).isTrue();
		respond(1);
		pass(PATIENCE.multipliedBy(2));
		assertThat(this.channel.isOpen()).isTrue();
		respond(LARGE);
		pass(PATIENCE);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aConnectionThatIsGoneIsLeftAlone() {
		respond(LARGE);
		this.channel.close();
		pass(PATIENCE);
		assertThat(this.channel.isOpen()).isFalse();
	}

}
