package dev.socketio.web.webflux;

import java.util.Arrays;
import java.util.function.IntConsumer;

import dev.socketio.engine.session.BodyTooLargeException;
import dev.socketio.engine.session.RequestBody;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Reads a request body up to a limit, which is checked before bytes are kept.
 */
final class BoundedBody implements RequestBody {

	private final ServerHttpRequest request;

	BoundedBody(ServerHttpRequest request) {
		this.request = request;
	}

	@Override
	public Mono<byte[]> read(int limit, IntConsumer progress) {
		long announced = this.request.getHeaders().getContentLength();
		if (announced > limit) {
			return Mono.error(new BodyTooLargeException());
		}
		return Mono.defer(() -> {
			Accumulator accumulator = new Accumulator((int) Math.max(0, announced), limit);
			return this.request.getBody().doOnNext((buffer) -> {
				accumulator.add(buffer);
				progress.accept(accumulator.capacity());
			}).then(Mono.fromSupplier(accumulator::bytes));
		});
	}

	private static final class Accumulator {

		private final int limit;

		private byte[] bytes;

		private int size;

		Accumulator(int announced, int limit) {
			// an announced length is only a hint until the bytes are here
			this.bytes = new byte[Math.min(announced, 8192)];
			this.limit = limit;
		}

		void add(DataBuffer buffer) {
			try {
				int more = buffer.readableByteCount();
				if (more > this.limit - this.size) {
					throw new BodyTooLargeException();
				}
				if (this.size + more > this.bytes.length) {
					this.bytes = Arrays.copyOf(this.bytes, Math.max(this.size + more, 2 * this.bytes.length));
				}
				buffer.read(this.bytes, this.size, more);
				this.size += more;
			}
			finally {
				DataBufferUtils.release(buffer);
			}
		}

		int capacity() {
			return this.bytes.length;
		}

		byte[] bytes() {
			return (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
		}

	}

}
