package dev.socketio.web.webflux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.CloseReason;
import dev.socketio.engine.session.EngineServer;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.engine.session.SessionListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one read of a channel holds is neither decoded nor inflated while the session does
 * not read.
 */
class PausedReadingTests {

	private static final int LIMIT = 1_000_000;

	private static final int MESSAGES = 300;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final EngineServer engine = new EngineServer(
			EngineOptions.builder().maxHttpBufferSize(LIMIT).perMessageDeflateThreshold(1024).build(), this::opened);

	private final TestEndpoint endpoint = new TestEndpoint(this.engine);

	/** The numbers of the messages that have been handed to the application. */
	private final List<Integer> received = new CopyOnWriteArrayList<>();

	private final AtomicInteger inflated = new AtomicInteger();

	/** Whether the application pauses at a message. */
	private volatile IntPredicate paused = (number) -> false;

	private final CompletableFuture<EngineSession> session = new CompletableFuture<>();

	@AfterEach
	void stop() {
		this.endpoint.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsInflatedUntilReadingResumes(boolean compressed) throws Exception {
		pauseAfter((number) -> number == 0);
		try (RawConnection client = connect()) {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(client, compressed));
			awaitReceived(1);
			idle();
			assertThat(this.received).containsExactly(0);
			assertThat(this.inflated).hasValue(1);
			this.session.get().resumeReading();
			awaitReceived(MESSAGES);
			assertThat(this.received).containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
			assertThat(this.inflated).hasValue(MESSAGES);
			sending.get();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void oneMessageIsHandedOverForEachTimeThatReadingResumes(boolean compressed) throws Exception {
		pauseAfter((number) -> true);
		try (RawConnection client = connect()) {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(client, compressed));
			for (int count = 1; count <= MESSAGES; count++) {
				awaitReceived(count);
				idle();
				assertThat(this.received).hasSize(count).last().isEqualTo(count - 1);
				assertThat(this.inflated).hasValue(count);
				this.session.get().resumeReading();
			}
			sending.get();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void readingCanResumeWithinTheCallThatPausedIt(boolean compressed) throws Exception {
		pauseAfter((number) -> {
			this.session.join().pauseReading();
			this.session.join().resumeReading();
			return false;
		});
		try (RawConnection client = connect()) {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendAll(client, compressed));
			awaitReceived(MESSAGES);
			assertThat(this.received).containsExactlyElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
			sending.get();
		}
	}

	private void pauseAfter(IntPredicate paused) {
		this.paused = paused;
	}

	private SessionListener opened(EngineSession opened) {
		this.session.complete(opened);
		return new SessionListener() {

			@Override
			public void onText(byte[] buffer, int offset, int length) {
				int number = Integer.parseInt(new String(buffer, offset, 5, StandardCharsets.US_ASCII));
				if (PausedReadingTests.this.paused.test(number)) {
					opened.pauseReading();
				}
				PausedReadingTests.this.received.add(number);
			}

			@Override
			public void onBinary(byte[] data) {
			}

			@Override
			public void onClose(CloseReason reason) {
			}

		};
	}

	private RawConnection connect() throws Exception {
		RawConnection client = new RawConnection(this.endpoint.port());
		client.requestWebSocket("Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover");
		assertThat(client.head()).startsWith("HTTP/1.1 101 ").containsIgnoringCase("permessage-deflate");
		assertThat(client.frame()).startsWith("0{");
		this.endpoint.channel()
			.eventLoop()
			.submit(() -> this.endpoint.channel()
				.pipeline()
				.addBefore("socketio.failures", "count", new CountingHandler()))
			.get();
		return client;
	}

	private static void sendAll(RawConnection client, boolean compressed) {
		try {
			ByteArrayOutputStream frames = new ByteArrayOutputStream();
			for (int i = 0; i < MESSAGES; i++) {
				String start = "4" + String.format("%05d", i);
				frames.writeBytes(compressed ? RawConnection.frame(0xC1, deflate(start + "x".repeat(900_000)))
						: RawConnection.text(start));
			}
			client.send(frames.toByteArray());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] deflate(String text) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(text.getBytes(StandardCharsets.US_ASCII));
		byte[] buffer = new byte[10_000];
		int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
		deflater.end();
		// without the end of the block, as the extension has it
		return Arrays.copyOf(buffer, length - 4);
	}

	private void awaitReceived(int count) {
		Awaitility.await()
			.atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> this.received.size() >= count);
	}

	/** Wait until the event loop has done what it had to do. */
	private void idle() throws Exception {
		for (int i = 0; i < 3; i++) {
			this.endpoint.channel().eventLoop().submit(() -> {
			}).get();
		}
	}

	private final class CountingHandler extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof WebSocketFrame) {
				PausedReadingTests.this.inflated.incrementAndGet();
			}
			context.fireChannelRead(message);
		}

	}

}
