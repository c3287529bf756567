package dev.socketio.engine.session;

import java.util.Collections;
import java.util.List;

import dev.socketio.engine.session.WebSocketFraming.BinaryForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageBatchTests {

	private static final EnginePacket MEGABYTE = EnginePacket.binary(new byte[1 << 20]);

	@ParameterizedTest
	@ValueSource(ints = { 1536, 2047, 2048, 4095, 4096, 10_000 })
	void batchThatNoBufferCanHoldIsRefusedAtOnce(int megabytes) {
		List<EnginePacket> rest = Collections.nCopies(megabytes - 1, MEGABYTE);
		assertThatIllegalArgumentException().isThrownBy(() -> MessageBatch.of(MEGABYTE, rest))
			.withMessageEndingWith("bytes cannot be sent at once");
		assertThatIllegalArgumentException().isThrownBy(() -> MessageBatch.shared(MEGABYTE, rest));
	}

	@Test
	void sizeIsThatOfAllMessages() {
		assertThat(MessageBatch.of(MEGABYTE, Collections.nCopies(1534, MEGABYTE)).bytes()).isEqualTo(1535L << 20);
		assertThat(MessageBatch.of(EnginePacket.text("é"), List.of()).bytes()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void buffersAreLargeEnoughFromTheStart(BinaryForm form) {
		for (int size : new int[] { 0, 1, 2, 3, 4, 5, 100, 124, 125, 126, 65_534, 65_535, 65_536, 100_000 }) {
			EnginePacket text = EnginePacket.text("x".repeat(size));
			EnginePacket binary = EnginePacket.binary(new byte[size]);
			MessageBatch batch = MessageBatch.of(text, List.of(binary, binary, binary));
			capacityIsKept(WebSocketFraming.encode(UnpooledByteBufAllocator.DEFAULT, batch, form), 4);
			for (EnginePacket packet : List.of(text, binary)) {
				capacityIsKept(WebSocketFraming.encode(UnpooledByteBufAllocator.DEFAULT, packet, form), 1);
			}
		}
	}

	/** A buffer that has to grow becomes a power of two. */
	private static void capacityIsKept(ByteBuf buffer, int messages) {
		try {
			assertThat(buffer.capacity()).isBetween(buffer.readableBytes(), buffer.readableBytes() + 10 * messages);
		}
		finally {
			buffer.release();
		}
	}

}
