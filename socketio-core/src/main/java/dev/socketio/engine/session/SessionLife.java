package dev.socketio.engine.session;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.socketio.internal.ApplicationCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and ends a session. Used by the owner of the session only, except questions about
 * the state.
 */
final class SessionLife {

	private static final Logger logger = LoggerFactory.getLogger(SessionLife.class);

	private static final long CLOSE_TIMEOUT = TimeUnit.SECONDS.toNanos(30);

	private final EngineSession session;

	private final Heartbeat heartbeat;

	private SessionListener listener = NoListener.INSTANCE;

	private volatile State state = State.OPEN;

	private @Nullable SessionTimer closeTimer;

	SessionLife(EngineSession session, Heartbeat heartbeat) {
		this.session = session;
		this.heartbeat = heartbeat;
	}

	boolean isOpen() {
		return this.state == State.OPEN;
	}

	boolean isClosing() {
		return this.state == State.CLOSING;
	}

	boolean isClosed() {
		return this.state == State.CLOSED;
	}

	/** A session that is closing accepts the close packet of its client. */
	boolean isReceiving() {
		State now = this.state;
		return now == State.OPEN || now == State.CLOSING;
	}

	SessionListener listener() {
		return this.listener;
	}

	/** Hand the session to the protocol above, which may close it at once. */
	void open(SessionHandler handler) {
		SessionListener created = handler.opened(this.session);
		if (isClosed()) {
			created.onClose(CloseReason.FORCED_CLOSE);
			return;
		}
		this.listener = created;
		created.onOpen();
		if (!isClosed()) {
			this.heartbeat.start();
		}
	}

	void closeGracefully() {
		if (!isOpen()) {
			return;
		}
		if (this.session.currentTransport().isDrained()) {
			closedByServer();
			return;
		}
		// The next GET fetches the rest, the one behind it the close packet: clients
		// handle a close packet before the messages that come with it.
		this.state = State.CLOSING;
		this.closeTimer = this.session.executor().schedule(this::closedByServer, CLOSE_TIMEOUT);
	}

	void closedByServer() {
		end(CloseReason.FORCED_CLOSE, "closed by the server");
	}

	/**
	 * The client reads too slowly. The write that finds out may be a part of anything,
	 * such as a broadcast or the end of another socket, so the end has to wait.
	 */
	void overflow() {
		this.state = State.ENDING;
		this.session.context().countOverflow();
		logger.debug("Client does not read the messages that are sent to it: closing");
		endLater(() -> {
			this.session.currentTransport().abort();
			end(CloseReason.TRANSPORT_ERROR, "too much buffered");
		});
	}

	/** The server holds too much, and this client has sent a good part of it. */
	void shed() {
		if (isOpen()) {
			this.state = State.ENDING;
			this.session.context().countShedding();
			logger.debug("The server holds too much of the data that clients have sent: closing");
			endLater(() -> end(CloseReason.TRANSPORT_ERROR, "too much pending"));
		}
	}

	private void endLater(Runnable end) {
		try {
			this.session.executor().executeLater(end);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop of a session is gone");
		}
	}

	/** The one way out. Each step is taken, even if another one fails. */
	void end(CloseReason reason, String details) {
		if (isClosed()) {
			return;
		}
		this.state = State.CLOSED;
		logger.debug("Session closed: {} ({})", reason, details);
		step(this.heartbeat::stop);
		SessionTimer timer = this.closeTimer;
		if (timer != null) {
			step(timer::cancel);
		}
		step(() -> this.session.context().sessions().remove(this.session));
		step(this.session.pendingInput()::close);
		step(this.session.upgrade()::cancel);
		step(this.session.currentTransport()::close);
		SessionListener last = this.listener;
		this.listener = NoListener.INSTANCE;
		step(() -> last.onClose(reason));
	}

	private static void step(ApplicationCode.Action step) {
		ApplicationCode.run(step, (error) -> logger.error("A step of the end of a session failed", error));
	}

	private enum State {

		OPEN,

		/** Messages that wait are still to be fetched. */
		CLOSING,

		/** The end is a task that is submitted; no message is sent or received. */
		ENDING,

		CLOSED

	}

}
