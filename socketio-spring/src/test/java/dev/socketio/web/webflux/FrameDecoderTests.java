package dev.socketio.web.webflux;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames are decoded while the channel reads, and when it reads on.
 */
class FrameDecoderTests {

	private final List<Integer> undecoded = new ArrayList<>();

	private final FrameDecoder decoder = new FrameDecoder(false, 1000, this.undecoded::add);

	private final Receiver receiver = new Receiver();

	private final EmbeddedChannel channel = new EmbeddedChannel(this.decoder, this.decoder.readSignal(), this.receiver);

	@AfterEach
	void release() {
		this.channel.finishAndReleaseAll();
	}

	private static ByteBuf frames(String... texts) {
		ByteBuf frames = Unpooled.buffer();
		for (String text : texts) {
			frames.writeByte(0x81).writeByte(0x80 | text.length()).writeInt(0);
			frames.writeBytes(text.getBytes());
		}
		return frames;
	}

	private void readOn(boolean on) {
		this.channel.config().setAutoRead(on);
		this.channel.runPendingTasks();
	}

	@Test
	void framesAreDecodedAsTheyCome() {
		this.channel.writeInbound(frames("a", "b"));
		assertThat(this.receiver.texts).containsExactly("a", "b");
		assertThat(this.undecoded).containsExactly(0);
	}

	@Test
	void framesThatArriveDuringAPauseWait() {
		readOn(false);
		this.channel.writeInbound(frames("a", "b"));
		assertThat(this.receiver.texts).isEmpty();
		assertThat(this.undecoded).containsExactly(14);
		readOn(true);
		assertThat(this.receiver.texts).containsExactly("a", "b");
		assertThat(this.undecoded).containsExactly(14, 0);
	}

	@Test
	void aPauseBetweenTwoFramesHoldsTheSecond() {
		this.receiver.pauseAt = "b";
		this.channel.writeInbound(frames("a", "b", "c"));
		assertThat(this.receiver.texts).containsExactly("a", "b");
		assertThat(this.undecoded).containsExactly(7);
		readOn(true);
		assertThat(this.receiver.texts).containsExactly("a", "b", "c");
		this.channel.writeInbound(frames("d"));
		assertThat(this.receiver.texts).endsWith("d");
	}

	/** Nothing but the decoder could tell of it. */
	@Test
	void aFrameThatIsCorruptedIsReportedAlsoWhenItHadToWait() {
		readOn(false);
		this.channel.writeInbound(frames("a").writeByte(0x81).writeByte(1).writeByte('x'));
		assertThat(this.receiver.errors).isEmpty();
		readOn(true);
		assertThat(this.receiver.texts).containsExactly("a");
		assertThat(this.receiver.errors).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.isInstanceOf(CorruptedWebSocketFrameException.class);
	}

	/** Takes frames, and may pause. */
	private static final class Receiver extends ChannelInboundHandlerAdapter {

		private final List<String> texts = new ArrayList<>();

		private final List<Throwable> errors = new ArrayList<>();

		private String pauseAt = "";

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof TextWebSocketFrame frame) {
				this.texts.add(frame.text());
				frame.release();
				if (this.texts.contains(this.pauseAt)) {
					this.pauseAt = "";
					context.channel().config().setAutoRead(false);
				}
			}
			else {
				context.fireChannelRead(message);
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			this.errors.add(cause);
		}

	}

}
