package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import dev.socketio.engine.EngineOptions;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sessions over a {@link WebSocketConnection} without a Netty channel, as a web
 * server may supply it that is not based on Netty.
 */
class WebSocketConnectionTests {

	private static final int LIMIT = 1000;

	private final EngineFixture fixture = new EngineFixture(
			EngineOptions.builder().allowEio3(true).limits((limits) -> limits.maxBufferedBytes(LIMIT)).build());

	private final EventLoop loop = this.fixture.loops.next();

	private QueueConnection connection;

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private EngineSession open(String query) {
		WebSocketDecision decision = PollingClient
			.await(this.fixture.server.handleWebSocket(Requests.request("GET", query)).toFuture());
		WebSocketOpener opener = Objects.requireNonNull(decision.opener());
		Loops.run(this.loop, () -> {
			this.connection = new QueueConnection(opener.format());
			this.connection.inbound = opener.open(this.connection, this.loop);
		});
		Loops.settle(this.loop);
		return this.fixture.session();
	}

	@Test
	void sendsMessagesInFormOfRevisionFour() {
		EngineSession session = open("EIO=4&transport=websocket");
		session.send("hi");
		session.send(new byte[] { 1, 2 });
		Loops.settle(this.loop);
		assertThat(this.connection.flushed).hasSize(3).endsWith("4hi", "b:0102").first().asString().startsWith("0{");
	}

	@Test
	void sendsMessagesInFormOfRevisionThree() {
		EngineSession session = open("EIO=3&transport=websocket");
		session.send(new byte[] { 1, 2 });
		Loops.settle(this.loop);
		assertThat(this.connection.flushed).endsWith("b:040102");
	}

	@Test
	void sendsMessagesInBase64ToClientThatAsksForIt() {
		EngineSession session = open("EIO=3&transport=websocket&b64=1");
		session.send(new byte[] { 1, 2 });
		Loops.settle(this.loop);
		assertThat(this.connection.flushed).endsWith("b4AQI=");
	}

	@Test
	void flushesOnceForMessagesOfOneTask() {
		EngineSession session = open("EIO=4&transport=websocket");
		int before = this.connection.flushes;
		Loops.run(this.loop, () -> {
			session.send("a");
			session.send("b");
		});
		Loops.settle(this.loop);
		assertThat(this.connection.flushes).isEqualTo(before + 1);
	}

	@Test
	void receivesMessages() {
		open("EIO=4&transport=websocket");
		Loops.run(this.loop, () -> this.connection.inbound.text("4hello".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.fixture.log()).containsExactly("hello");
	}

	@Test
	void disconnectsClientThatDoesNotRead() {
		EngineSession session = open("EIO=4&transport=websocket");
		Loops.run(this.loop, () -> this.connection.stalled = true);
		session.send("x".repeat(LIMIT / 2));
		Loops.settle(this.loop);
		assertThat(session.isOpen()).isTrue();
		assertThat(this.fixture.server.bufferedBytes()).isEqualTo(LIMIT / 2 + 1);
		session.send("x".repeat(LIMIT));
		Loops.settle(this.loop);
		assertThat(session.isOpen()).isFalse();
		assertThat(this.connection.isOpen()).as("aborted").isFalse();
		assertThat(this.fixture.server.overflowCount()).isOne();
		assertThat(this.fixture.server.bufferedBytes()).isZero();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void stopsReadingWhileApplicationLagsBehind() {
		EngineSession session = open("EIO=4&transport=websocket");
		session.pauseReading();
		Loops.settle(this.loop);
		assertThat(this.connection.reading).isFalse();
		session.resumeReading();
		Loops.settle(this.loop);
		assertThat(this.connection.reading).isTrue();
	}

	/** A connection with a queue of its own. */
	private static final class QueueConnection implements WebSocketConnection {

		private final WebSocketFormat format;

		private final List<String> written = new ArrayList<>();

		private final List<String> flushed = new ArrayList<>();

		private final List<Runnable> closeTasks = new ArrayList<>();

		private WebSocketInbound inbound;

		private volatile long bytes;

		private int flushes;

		private boolean stalled;

		private boolean reading = true;

		private volatile boolean open = true;

		QueueConnection(WebSocketFormat format) {
			this.format = format;
		}

		@Override
		public void write(EnginePacket packet) {
			byte[] message = this.format.message(packet);
			this.bytes += message.length;
			this.written.add(this.format.isText(packet) ? new String(message, StandardCharsets.UTF_8)
					: "b:" + HexFormat.of().formatHex(message));
		}

		@Override
		public void write(MessageBatch batch) {
			for (int i = 0; i < batch.size(); i++) {
				write(batch.get(i));
			}
		}

		@Override
		public void flush() {
			this.flushes++;
			if (!this.stalled) {
				this.flushed.addAll(this.written);
				this.written.clear();
				this.bytes = 0;
			}
		}

		@Override
		public boolean isOpen() {
			return this.open;
		}

		@Override
		public boolean isWritable() {
			return !this.stalled || this.bytes == 0;
		}

		@Override
		public long bufferedBytes() {
			return this.bytes;
		}

		@Override
		public void read(boolean on) {
			this.reading = on;
		}

		@Override
		public void close() {
			abort();
		}

		@Override
		public void abort() {
			if (this.open) {
				this.open = false;
				this.bytes = 0;
				this.closeTasks.forEach(Runnable::run);
			}
		}

		@Override
		public void onClosed(Runnable task) {
			if (this.open) {
				this.closeTasks.add(task);
			}
			else {
				task.run();
			}
		}

	}

}
