package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket to which a polling session may move: {@code 2probe}, {@code 3probe},
 * {@code 5}, then it belongs to the session. Fields are used by the loop of the channel
 * only; tasks that concern the session are submitted to it.
 */
final class UpgradeAttempt implements WebSocketInbound {

	private static final int MAX_PARTIAL = 128;

	private static final byte[] PROBE = "2probe".getBytes(StandardCharsets.US_ASCII);

	private final EngineSession session;

	private final WebSocketTransport transport;

	private State state = State.NEW;

	/** Messages behind the {@code 5} of the client, until the session has arrived. */
	private @Nullable List<Early> early;

	/** How much of an incomplete message is held. */
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
					// or the other messages that were read would pile up here
					read(false);
					this.early = new ArrayList<>(2);
					this.session.executor().execute(() -> this.session.upgrade().requested(this));
				}
				else {
					fail();
				}
			}
			case SWITCHING -> remember(new Early(utf8, false));
			case DONE -> this.session.inbound().text(utf8);
			case FAILED -> {
			}
		}
	}

	@Override
	public void binary(byte[] data) {
		switch (this.state) {
			case SWITCHING -> remember(new Early(data, true));
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
		this.transport.read(on);
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
		return this.transport.loop();
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
			this.session.inbound().closedNow(false);
			return;
		}
		this.state = State.DONE;
		// before the messages behind the 5, as in Node.js
		this.session.receiver().upgraded();
		this.session.inbound().partial(this.partial);
		List<Early> waiting = this.early;
		this.early = null;
		if (waiting != null) {
			for (Early message : waiting) {
				if (message.isBinary()) {
					this.session.receiver().frame(message.bytes());
				}
				else {
					this.session.receiver().text(message.bytes(), 0, message.bytes().length);
				}
			}
		}
	}

	/** The session does not accept this WebSocket, or not any more. */
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

	private void remember(Early message) {
		List<Early> waiting = this.early;
		if (waiting != null) {
			waiting.add(message);
		}
	}

	/** A WebSocket message. */
	private record Early(byte[] bytes, boolean isBinary) {

	}

	private enum State {

		NEW, PROBING, SWITCHING, DONE, FAILED

	}

}
