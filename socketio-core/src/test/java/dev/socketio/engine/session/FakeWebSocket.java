package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import dev.socketio.engine.EngineRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client's WebSocket without the web: frames go to a {@link SinkChannel}, messages of
 * the client are handed to the engine on the loop of the channel.
 */
public final class FakeWebSocket {

	private final SinkChannel channel;

	private volatile WebSocketInbound inbound;

	private volatile boolean closedByServer;

	private volatile boolean aborted;

	public FakeWebSocket(EventLoop loop) {
		this.channel = SinkChannel.on(loop);
	}

	/** Do a handshake that the server accepts. */
	public static FakeWebSocket open(EngineEndpoint server, EventLoop loop, EngineRequest request) {
		WebSocketDecision decision = server.handleWebSocket(request).block();
		assertThat(decision).isNotNull();
		assertThat(decision.refusal()).isNull();
		return new FakeWebSocket(loop).open(decision);
	}

	public FakeWebSocket open(WebSocketDecision decision) {
		WebSocketOpener opener = Objects.requireNonNull(decision.opener());
		Loops.run(loop(), () -> this.inbound = opener.open(connection(opener.format()), loop()));
		return this;
	}

	public void send(String text) {
		loop().execute(() -> this.inbound.text(text.getBytes(StandardCharsets.UTF_8)));
	}

	public void send(byte[] data) {
		loop().execute(() -> this.inbound.binary(data));
	}

	/**
	 * As {@link #send}, but at once, as what the loop reads. To be called on the loop.
	 */
	public void arrive(String text) {
		this.inbound.text(text.getBytes(StandardCharsets.UTF_8));
	}

	/** A part of a message arrives. To be called on the loop. */
	void partial(int size) {
		this.inbound.partial(size);
	}

	/** The client goes away. */
	public void disconnect() {
		Loops.run(loop(), this::lose);
	}

	/** As {@link #disconnect()}. To be called on the loop. */
	void lose() {
		this.inbound.closed(false);
	}

	public EventLoop loop() {
		return this.channel.eventLoop();
	}

	public List<String> frames() {
		return this.channel.frames();
	}

	public boolean isClosedByServer() {
		return this.closedByServer;
	}

	public boolean isAborted() {
		return this.aborted;
	}

	public SinkChannel sink() {
		return this.channel;
	}

	/** The connection that the server uses. */
	WebSocketConnection connection(WebSocketFormat format) {
		return new Connection(format);
	}

	public Channel channel() {
		return this.channel;
	}

	/** The side of the server. */
	private final class Connection extends NettyWebSocketConnection {

		Connection(WebSocketFormat format) {
			super(FakeWebSocket.this.channel, FakeWebSocket.this.channel, false, format);
		}

		@Override
		protected void writeCompressed(ByteBuf message, boolean text) {
			// a session that compresses for this client ignores isCompressed()
			throw new AssertionError("The client has not agreed to compression");
		}

		@Override
		public void close() {
			FakeWebSocket.this.closedByServer = true;
		}

		@Override
		public void abort() {
			FakeWebSocket.this.aborted = true;
			super.abort();
		}

	}

}
