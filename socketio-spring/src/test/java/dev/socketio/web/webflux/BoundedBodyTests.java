package dev.socketio.web.webflux;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.engine.session.BodyTooLargeException;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedBodyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

	private final List<NettyDataBuffer> buffers = new ArrayList<>();

	@Test
	void joinsWhatComesIn() {
		BoundedBody body = new BoundedBody(
				MockServerHttpRequest.post("/").body(Flux.just(data("ab"), data(""), data("c"))));
		StepVerifier.create(body.read(3, (size) -> {
		}))
			.assertNext((bytes) -> assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("abc"))
			.expectComplete()
			.verify(PATIENCE);
		assertReleased();
	}

	@Test
	void emptyBodyIsAnEmptyArray() {
		BoundedBody body = new BoundedBody(MockServerHttpRequest.post("/").body(Flux.empty()));
		StepVerifier.create(body.read(1, (size) -> {
		})).assertNext((bytes) -> assertThat(bytes).isEmpty()).expectComplete().verify(PATIENCE);
	}

	@Test
	void stopsAtTheLimitBeforeTheRestComes() {
		PublisherProbe<DataBuffer> rest = PublisherProbe.of(Flux.just(data("never")));
		BoundedBody body = new BoundedBody(
				MockServerHttpRequest.post("/").body(Flux.concat(Flux.just(data("ab"), data("cd")), rest.flux())));
		StepVerifier.create(body.read(3, (size) -> {
		})).expectError(BodyTooLargeException.class).verify(PATIENCE);
		rest.assertWasNotSubscribed();
		this.buffers.remove(0).release();
		assertReleased();
	}

	@Test
	void announcedLengthIsEnoughToRefuse() {
		PublisherProbe<DataBuffer> content = PublisherProbe.empty();
		BoundedBody body = new BoundedBody(
				MockServerHttpRequest.post("/").header("Content-Length", "4").body(content.flux()));
		StepVerifier.create(body.read(3, (size) -> {
		})).expectError(BodyTooLargeException.class).verify(PATIENCE);
		content.assertWasNotSubscribed();
	}

	@Test
	void announcedLengthIsNoReasonToAllocate() {
		BoundedBody body = new BoundedBody(MockServerHttpRequest.post("/")
			.header("Content-Length", "" + Integer.MAX_VALUE)
			.body(Flux.just(data("a"))));
		StepVerifier.create(body.read(Integer.MAX_VALUE, (size) -> {
		})).assertNext((bytes) -> assertThat(bytes).hasSize(1)).expectComplete().verify(PATIENCE);
		assertReleased();
	}

	private DataBuffer data(String text) {
		NettyDataBuffer buffer = this.factory.allocateBuffer(Math.max(1, text.length()));
		buffer.write(text, StandardCharsets.UTF_8);
		this.buffers.add(buffer);
		return buffer;
	}

	private void assertReleased() {
		assertThat(this.buffers).allMatch((buffer) -> buffer.getNativeBuffer().refCnt() == 0);
	}

}
