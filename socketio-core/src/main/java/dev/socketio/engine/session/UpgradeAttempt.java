package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that a polling session may move to: {@code 2probe}, {@code 3probe},
 * {@code 5}, then it is the session's own. Fields are touched by the loop of the channel
 * only; what concerns the session is submitted to the session.
 */
final class UpgradeAttempt implements WebSocketInbound {

	private static final int MAX_PARTIAL = 128;

	private static final byte[] PROBE = "2probe".getBytes(StandardCharsets.US_ASCII);

	private final EngineSession session;

	private final WebSocketTransport transport;

	private State state = State.NEW;

	/** What the client sent behind its {@code 5}, until the session has arrived. */
	private @Nullable List<Message> early;

	/** How much of a message is held that is not complete. */
	private int partial;

	UpgradeAttempt(EngineSession session, WebSocketTransport transport) {
		this.session = session;
		this.transport = transport;
	}

	@Override
	public void text(byte[] utf8) {
		switch (this.state) {
			case NEW -> {
				if (Arrays.equals(utf8, PROBE)) {
					this.state = State.PROBING;
					this.session.executor().execute(() -> this.session.upgrade().probed(this));
				}
				else {
					fail();
				}
			}
			case PROBING -> {
				if (utf8.length == 1 && utf8[0] == '5') {
					this.state = State.SWITCHING;
					// or the rest of what was read would pile up here
					read(false);
					this.early = new ArrayList<>(2);
					this.session.executor().execute(() -> this.session.upgrade().requested(this));
				}
				else {
					fail();
				}
			}
			case SWITCHING -> remember(Message.text(utf8));
			case DONE -> this.session.inbound().text(utf8);
			case FAILED -> {
			}
		}
	}

	@Override
	public void binary(byte[] data) {
		switch (this.state) {
			case SWITCHING -> remember(Message.binary(data));
			case DONE -> this.session.inbound().binary(data);
			case NEW, PROBING -> fail();
			case FAILED -> {
			}
		}
	}

	/** Before the move, messages have six bytes at most. */
	@Override
	public void partial(int size) {
		this.partial = size;
		switch (this.state) {
			case NEW, PROBING -> {
				if (size > MAX_PARTIAL) {
					fail();
				}
			}
			case DONE -> this.session.inbound().partial(size);
			case SWITCHING, FAILED -> {
			}
		}
	}

	private void read(boolean on) {
		this.transport.channel().config().setAutoRead(on);
	}

	@Override
	public void closed(boolean error) {
		State before = this.state;
		this.state = State.FAILED;
		if (before == State.DONE) {
			this.session.inbound().closed(error);
		}
		else if (before != State.FAILED) {
			this.session.executor().execute(() -> this.session.upgrade().abandoned(this));
		}
	}

	WebSocketTransport transport() {
		return this.transport;
	}

	EventLoop loop() {
		return this.transport.channel().eventLoop();
	}

	/** The session lets the probe through. */
	void confirmProbe() {
		loop().execute(() -> {
			if (this.state == State.PROBING) {
				this.transport.write(EnginePacket.PROBE_ANSWER);
			}
		});
	}

	/** The session has moved to the loop of this channel. Called there. */
	void switched() {
		if (this.state == State.FAILED) {
			this.session.webSocketClosed(false);
			return;
		}
		this.state = State.DONE;
		this.session.inbound().partial(this.partial);
		List<Message> waiting = this.early;
		this.early = null;
		if (waiting != null) {
			for (Message message : waiting) {
				if (message.isBinary()) {
					this.session.receiveFrame(message.bytes());
				}
				else {
					this.session.receiveText(message.bytes(), 0, message.size());
				}
			}
		}
	}

	/** The session does not want this WebSocket (any more). */
	void reject() {
		loop().execute(() -> {
			if (this.state != State.FAILED && this.state != State.DONE) {
				this.state = State.FAILED;
				read(true);
				this.transport.close();
			}
		});
	}

	/** The client broke the sequence: this WebSocket ends, the session goes on. */
	private void fail() {
		this.state = State.FAILED;
		// first make room for another attempt, which the client may start on the close
		this.session.executor().execute(() -> this.session.upgrade().abandoned(this));
		this.transport.close();
	}

	private void remember(Message message) {
		List<Message> waiting = this.early;
		if (waiting != null) {
			waiting.add(message);
		}
	}

	private enum State {

		NEW, PROBING, SWITCHING, DONE, FAILED

	}

}
