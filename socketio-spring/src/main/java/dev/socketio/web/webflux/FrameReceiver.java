package dev.socketio.web.webflux;

import java.io.ByteArrayOutputStream;

import dev.socketio.engine.session.WebSocketInbound;
import dev.socketio.internal.Printable;
import dev.socketio.internal.Utf8;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;

/**
 * Assembles messages from frames, within the limits, and hands them to the engine. Runs
 * on the event loop of the channel.
 */
final class FrameReceiver implements CoreSubscriber<Object> {

	private static final Logger logger = LoggerFactory.getLogger(FrameReceiver.class);

	/** As many as the Node.js server accepts in one message. */
	private static final int MAX_FRAGMENTS = 16_384;

	/** Reserved bits that no supported extension uses. */
	private static final int UNUSED_RSV = 0b011;

	private static final int PROTOCOL_ERROR = 1002;

	private static final int INVALID_PAYLOAD = 1007;

	private static final int POLICY_VIOLATION = 1008;

	private static final int TOO_BIG = 1009;

	private final ReactorWebSocketConnection connection;

	private final int maxMessageSize;

	private @Nullable WebSocketInbound inbound;

	private @Nullable ByteArrayOutputStream partial;

	private boolean partialIsText;

	private int fragments;

	/** The bytes of an incomplete message that were reported to the engine. */
	private int held;

	FrameReceiver(ReactorWebSocketConnection connection, int maxMessageSize) {
		this.connection = connection;
		this.maxMessageSize = maxMessageSize;
	}

	void start(WebSocketInbound receiver) {
		this.inbound = receiver;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		// without a bound Reactor Netty passes frames on as they are read
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(Object message) {
		if (this.inbound == null || !(message instanceof WebSocketFrame frame)) {
			return;
		}
		if ((frame.rsv() & UNUSED_RSV) != 0) {
			violation(PROTOCOL_ERROR);
			return;
		}
		boolean text = frame instanceof TextWebSocketFrame;
		if (text || frame instanceof BinaryWebSocketFrame) {
			if (frame.content().readableBytes() > this.maxMessageSize) {
				// the decoder has seen the compressed size only
				violation(TOO_BIG);
			}
			else if (frame.isFinalFragment()) {
				deliver(ByteBufUtil.getBytes(frame.content()), text);
			}
			else {
				this.partial = new ByteArrayOutputStream();
				this.partialIsText = text;
				this.fragments = 0;
				append(frame);
			}
		}
		else if (frame instanceof ContinuationWebSocketFrame) {
			append(frame);
		}
		else if (frame instanceof PingWebSocketFrame) {
			answer(frame);
		}
	}

	/**
	 * Answer a ping, unless answers to earlier ones are still waiting: a client that does
	 * not read them must not make them pile up (RFC 6455, 5.5.3).
	 */
	private void answer(WebSocketFrame ping) {
		Channel channel = this.connection.channel();
		if (channel.isActive() && channel.isWritable()) {
			channel.writeAndFlush(new PongWebSocketFrame(ping.content().retain()), channel.voidPromise());
		}
	}

	/** A read has ended with this many bytes of an incomplete frame. */
	void undecoded(int bytes) {
		ByteArrayOutputStream message = this.partial;
		int now = bytes + ((message != null) ? message.size() : 0);
		WebSocketInbound receiver = this.inbound;
		if (now != this.held && receiver != null) {
			this.held = now;
			receiver.partial(now);
		}
	}

	@Override
	public void onError(Throwable error) {
		if (error instanceof CorruptedWebSocketFrameException corrupted) {
			logger.debug("Corrupted WebSocket frame: {}", Printable.of(error.getMessage()));
			violation(corrupted.closeStatus().code());
		}
		else if (isDecompressionFailure(error)) {
			violation(TOO_BIG);
		}
		else {
			logger.debug("WebSocket lost: {}", Printable.of(error.toString()));
			end(false);
		}
	}

	/**
	 * A message that inflates beyond the limit, or that is not compressed data at all.
	 */
	private static boolean isDecompressionFailure(Throwable error) {
		return error instanceof DecoderException || error.getCause() instanceof DecompressionException;
	}

	@Override
	public void onComplete() {
		end(false);
	}

	void disposed() {
		this.connection.channel().eventLoop().execute(() -> end(false));
	}

	private void append(WebSocketFrame frame) {
		ByteArrayOutputStream message = this.partial;
		if (message == null) {
			return;
		}
		int more = frame.content().readableBytes();
		if (++this.fragments > MAX_FRAGMENTS) {
			violation(POLICY_VIOLATION);
		}
		else if (more > this.maxMessageSize - message.size()) {
			violation(TOO_BIG);
		}
		else {
			message.writeBytes(ByteBufUtil.getBytes(frame.content()));
			if (frame.isFinalFragment()) {
				this.partial = null;
				deliver(message.toByteArray(), this.partialIsText);
			}
		}
	}

	private void deliver(byte[] message, boolean text) {
		WebSocketInbound receiver = this.inbound;
		if (receiver == null) {
			return;
		}
		if (!text) {
			receiver.binary(message);
		}
		else if (Utf8.isValid(message)) {
			receiver.text(message);
		}
		else {
			violation(INVALID_PAYLOAD);
		}
	}

	private void violation(int code) {
		WebSocketInbound receiver = this.inbound;
		if (receiver != null) {
			// sending the close frame completes this subscriber, as an ordinary end would
			this.inbound = null;
			this.partial = null;
			this.connection.close(code);
			receiver.closed(true);
		}
	}

	private void end(boolean error) {
		WebSocketInbound receiver = this.inbound;
		if (receiver != null) {
			this.inbound = null;
			this.partial = null;
			receiver.closed(error);
		}
	}

}
