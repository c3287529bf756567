package dev.socketio.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.socketio.internal.ApplicationCode;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A connection of a client, over whatever transport. Public methods may be called from
 * any thread and return at once; the state belongs to one event loop at a time.
 *
 * @since 0.1.0
 */
public final class EngineSession {

	private static final Logger logger = LoggerFactory.getLogger(EngineSession.class);

	private static final long CLOSE_TIMEOUT = TimeUnit.SECONDS.toNanos(30);

	private static final SessionListener NOBODY = new SessionListener() {

		@Override
		public void onText(byte[] buffer, int offset, int length) {
		}

		@Override
		public void onBinary(byte[] data) {
		}

		@Override
		public void onClose(CloseReason reason) {
		}

	};

	private final String id;

	private final EngineServer server;

	private final EngineRequest request;

	private final SessionExecutor executor;

	private final Revision revision;

	private final Heartbeat heartbeat;

	private final SessionUpgrade upgrade = new SessionUpgrade(this);

	private final SessionInbound inbound = new SessionInbound(this);

	private final PendingInput pendingInput;

	private SessionListener listener = NOBODY;

	private volatile State state = State.OPEN;

	private volatile @Nullable PollingTransport polling;

	private @Nullable WebSocketTransport webSocket;

	/** How many parts of the application do not want to read; changed by the owner. */
	private volatile int pauses;

	private @Nullable Runnable resume;

	private @Nullable SessionTimer closeTimer;

	EngineSession(String id, EngineServer server, EngineRequest request, EventLoop loop, Revision revision) {
		this.id = id;
		this.revision = revision;
		this.heartbeat = revision.heartbeat(this);
		this.server = server;
		this.request = request;
		this.executor = new SessionExecutor(loop);
		this.pendingInput = new PendingInput(this, server.pendingInput(), server.options());
	}

	/**
	 * Return the id. It is a credential: whoever knows it can act as the client.
	 * @return 20 URL-safe characters
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the request that opened the session.
	 * @return the request
	 */
	public EngineRequest request() {
		return this.request;
	}

	/**
	 * Return the protocol revision.
	 * @return 4, or 3 for clients of Socket.IO 2
	 */
	public int protocol() {
		return this.revision.number();
	}

	/**
	 * Return the transport in use.
	 * @return the transport
	 */
	public TransportType transport() {
		return (this.polling != null) ? TransportType.POLLING : TransportType.WEBSOCKET;
	}

	/**
	 * Return whether messages can be exchanged.
	 * @return {@code false} once the session is closing or closed
	 */
	public boolean isOpen() {
		return this.state == State.OPEN;
	}

	/**
	 * Set who takes what the session receives. To be called while the server announces
	 * the session.
	 * @param sessionListener the listener
	 */
	public void listener(SessionListener sessionListener) {
		this.listener = sessionListener;
	}

	/**
	 * Return the event loop that tasks for this session are submitted to. Sessions of the
	 * same loop can be served by one task.
	 * @return the loop, the same for the life of the session
	 */
	public EventLoop home() {
		return this.executor.home();
	}

	/**
	 * Run a task where the state of this session may be touched. Tasks of one thread run
	 * in order.
	 * @param task the task; must not block
	 */
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	/**
	 * Run a task when the present one is done. To be called by the owner.
	 * @param task the task; must not block
	 * @throws java.util.concurrent.RejectedExecutionException if the loop is gone
	 */
	public void executeLater(Runnable task) {
		this.executor.executeLater(task);
	}

	/**
	 * Return the event loop that owns the session now. On it, {@link #isDirect()} tells
	 * whether {@link #write} can be called.
	 * @return the loop
	 */
	public EventLoop owner() {
		return this.executor.owner();
	}

	/**
	 * Run a task for several sessions on the {@link #home()} that they share. What their
	 * clients send from now on is handled behind it. Can be called by any thread.
	 * @param task the task; must not block
	 * @throws java.util.concurrent.RejectedExecutionException if the loop is gone
	 */
	public void executeAtHome(Runnable task) {
		this.executor.executeAtHome(task);
	}

	/**
	 * Run a task for several sessions on the {@link #owner()} that they share. To be
	 * called on their home only, where it is a part of what came in order.
	 * @param task the task; must not block
	 * @throws java.util.concurrent.RejectedExecutionException if the loop is gone
	 */
	public void executeAtOwner(Runnable task) {
		this.executor.executeAtOwner(task);
	}

	/**
	 * Return whether the calling thread owns the session.
	 * @return {@code true} if {@link #write} and {@link #isWritable()} can be called
	 */
	public boolean isDirect() {
		return this.executor.isDirect();
	}

	/**
	 * Send a text message.
	 * @param text the message
	 */
	public void send(String text) {
		send(MessageBatch.of(Message.text(text), List.of()));
	}

	/**
	 * Send a binary message.
	 * @param data the message, not to be changed afterwards
	 */
	public void send(byte[] data) {
		send(MessageBatch.of(Message.binary(data), List.of()));
	}

	/**
	 * Send messages without anything in between.
	 * @param batch a batch that is not shared
	 */
	public void send(MessageBatch batch) {
		if (this.executor.isDirect()) {
			write(batch);
		}
		else {
			this.executor.execute(() -> write(batch));
		}
	}

	/**
	 * Send messages, as the owner of the session. A shared batch is not released. The
	 * session never ends within this call: the end of one that cannot be written to is a
	 * task of its own.
	 * @param batch the messages
	 */
	public void write(MessageBatch batch) {
		if (this.state != State.OPEN) {
			return;
		}
		WebSocketTransport ws = this.webSocket;
		if (ws != null) {
			if (ws.isAccepting(batch)) {
				ws.write(batch);
			}
			else {
				overflow();
			}
			return;
		}
		PollingTransport poll = requirePolling();
		if (!poll.isAccepting(batch)) {
			overflow();
			return;
		}
		for (int i = 0; i < batch.size(); i++) {
			poll.write(EnginePacket.message(batch.get(i), batch.compress()));
		}
	}

	/**
	 * Return whether a message would go out at once. To be asked by the owner.
	 * @return {@code false} if volatile messages are to be dropped
	 */
	public boolean isWritable() {
		if (this.state != State.OPEN) {
			return false;
		}
		WebSocketTransport ws = this.webSocket;
		return (ws != null) ? ws.isWritable() : requirePolling().isWritable();
	}

	/**
	 * Return the messages that the application has not handled yet.
	 * @return the messages, to be touched by the {@link #owner()} only
	 */
	public PendingInput pendingInput() {
		return this.pendingInput;
	}

	/**
	 * Stop to take messages, because the application cannot follow. Meanwhile the client
	 * is pinged but not dropped for missing pongs, which may be stuck behind its messages
	 * for as long as the application wants. There is no other limit: closing would not
	 * help an application that hangs, and a client that has gone without a word is
	 * noticed when reading goes on, or when TCP gives up on a ping. Both ways of closing
	 * the session work as ever. Clients of revision 3 ping themselves; without an answer
	 * they leave after their own time-out.
	 *
	 * <p>
	 * Each call needs its own {@link #resumeReading()}, as several parts of the
	 * application may be behind.
	 */
	public void pauseReading() {
		this.executor.execute(this::pauseReadingNow);
	}

	/** As {@link #pauseReading()}, by the owner, also while its tasks are held. */
	void pauseReadingNow() {
		this.pauses = this.pauses + 1;
		WebSocketTransport ws = this.webSocket;
		if (ws != null && this.state != State.CLOSED) {
			ws.channel().config().setAutoRead(false);
		}
	}

	/**
	 * Take messages again, once all who paused have called this.
	 */
	public void resumeReading() {
		this.executor.execute(this::resumeReadingNow);
	}

	/** As {@link #resumeReading()}, by the owner, also while its tasks are held. */
	void resumeReadingNow() {
		if (this.pauses == 0) {
			return;
		}
		this.pauses = this.pauses - 1;
		if (this.pauses > 0 || this.state == State.CLOSED) {
			return;
		}
		// the pong may be the next thing that is read
		this.heartbeat.resumed();
		WebSocketTransport ws = this.webSocket;
		if (ws != null) {
			ws.channel().config().setAutoRead(true);
		}
		Runnable waiting = this.resume;
		this.resume = null;
		if (waiting != null) {
			// what it brings must not overtake what is being handled
			this.executor.executeLater(waiting);
		}
	}

	/**
	 * Close the session after what was sent before.
	 */
	public void close() {
		this.executor.execute(this::closeGracefully);
	}

	/**
	 * Close the session and drop what was not sent yet.
	 */
	public void closeNow() {
		this.executor.execute(() -> end(CloseReason.FORCED_CLOSE, "server shutdown"));
	}

	SessionExecutor executor() {
		return this.executor;
	}

	EngineOptions options() {
		return this.server.options();
	}

	Revision revision() {
		return this.revision;
	}

	/**
	 * Return whether the application does not want to read now. To be asked by the owner.
	 * @return whether {@link #pauseReading()} was called more often than
	 * {@link #resumeReading()}
	 */
	public boolean isReadingPaused() {
		return this.pauses > 0;
	}

	void whenReadingResumes(Runnable task) {
		this.resume = task;
	}

	boolean isClosing() {
		return this.state == State.CLOSING;
	}

	@Nullable PollingTransport polling() {
		return this.polling;
	}

	/** A session that is closing takes the close packet of its client. */
	boolean isReceiving() {
		return this.state == State.OPEN || this.state == State.CLOSING;
	}

	void uploaded(EngineRequest upload) {
		this.server.uploaded(this, upload);
	}

	Map<String, List<String>> responseHeaders(EngineRequest of) {
		return this.server.responseHeaders(of);
	}

	// opening

	void openPolling() {
		this.polling = new PollingTransport(this);
	}

	WebSocketInbound openWebSocket(WebSocketConnection connection) {
		WebSocketTransport ws = newTransport(connection);
		this.webSocket = ws;
		ws.write(EnginePacket.open(this, options()));
		return this.inbound;
	}

	WebSocketTransport newTransport(WebSocketConnection connection) {
		return new WebSocketTransport(connection, options(), this.revision.binaryForm(), backlogs());
	}

	SendBacklogs backlogs() {
		return this.server.backlogs();
	}

	void startHeartbeat() {
		if (this.state != State.CLOSED) {
			this.heartbeat.start();
		}
	}

	// receiving

	SessionInbound inbound() {
		return this.inbound;
	}

	/** One packet as text. */
	void receiveText(byte[] in, int start, int end) {
		int type = (end > start) ? in[start] : -1;
		if (this.state != State.OPEN) {
			if (this.state == State.CLOSING && type == '1') {
				closedByClient();
			}
			return;
		}
		switch (type) {
			case '4' -> {
				this.heartbeat.activity();
				deliverText(in, start + 1, end - start - 1);
			}
			case 'b' -> receiveBase64(in, start, end);
			case '3' -> this.heartbeat.ponged();
			case '2' -> this.heartbeat.pinged();
			case '1' -> closedByClient();
			case '0', '5', '6' -> this.heartbeat.activity();
			default -> end(CloseReason.PARSE_ERROR, "invalid packet");
		}
	}

	private void receiveBase64(byte[] in, int start, int end) {
		try {
			this.revision.receiveBase64(in, start, end, this);
		}
		catch (PayloadException ex) {
			end(CloseReason.PARSE_ERROR, "invalid packet");
		}
	}

	/** A binary WebSocket message. */
	void receiveFrame(byte[] data) {
		try {
			this.revision.receiveBinaryFrame(data, this);
		}
		catch (PayloadException ex) {
			end(CloseReason.PARSE_ERROR, "invalid packet");
		}
	}

	void receiveBinary(byte[] data) {
		if (this.state == State.OPEN) {
			this.heartbeat.activity();
			ApplicationCode.run(() -> this.listener.onBinary(data), this::failed);
		}
	}

	private void deliverText(byte[] in, int offset, int length) {
		ApplicationCode.run(() -> this.listener.onText(in, offset, length), this::failed);
	}

	/** Nobody above knows what to do about it: requests would stay unanswered. */
	private void failed(Throwable error) {
		logger.error("A message could not be handled: closing the session", error);
		end(CloseReason.FORCED_CLOSE, "failed listener");
	}

	void webSocketClosed(boolean error) {
		end(error ? CloseReason.TRANSPORT_ERROR : CloseReason.TRANSPORT_CLOSE, "websocket closed");
	}

	private void closedByClient() {
		PollingTransport poll = this.polling;
		if (poll != null) {
			poll.releaseGet(EnginePacket.NOOP);
		}
		end(CloseReason.TRANSPORT_CLOSE, "close packet");
	}

	// polling

	Mono<EngineResponse> get(EngineRequest poll) {
		return Mono.create((sink) -> {
			sink.onCancel(() -> this.executor.execute(() -> {
				PollingTransport transport = this.polling;
				if (transport != null) {
					transport.abortedGet(sink);
				}
			}));
			this.executor.execute(() -> {
				PollingTransport transport = requirePolling(sink);
				if (transport != null) {
					transport.get(poll, sink);
					this.upgrade.polled(transport);
				}
			});
		});
	}

	Mono<EngineResponse> post(EngineRequest upload, RequestBody body) {
		return Mono.create((sink) -> {
			sink.onCancel(() -> this.executor.execute(() -> {
				PollingTransport transport = this.polling;
				if (transport != null) {
					transport.abortedPost(sink);
				}
			}));
			this.executor.execute(() -> {
				PollingTransport transport = requirePolling(sink);
				if (transport != null) {
					transport.post(upload, body, sink);
				}
			});
		});
	}

	/**
	 * The request was checked on another thread, and the session may be further by now.
	 */
	private @Nullable PollingTransport requirePolling(MonoSink<EngineResponse> sink) {
		PollingTransport transport = this.polling;
		if (!isReceiving()) {
			sink.success(EngineResponse.error(EngineError.UNKNOWN_SID));
			return null;
		}
		if (transport == null) {
			sink.success(EngineResponse.error(EngineError.BAD_REQUEST));
		}
		return transport;
	}

	// upgrade

	SessionUpgrade upgrade() {
		return this.upgrade;
	}

	/** Move to a WebSocket, on the loop of its channel. */
	void switchTo(WebSocketTransport ws, List<EnginePacket> waiting, EventLoop loop, Runnable arrived) {
		this.webSocket = ws;
		this.polling = null;
		this.executor.moveTo(loop, () -> {
			waiting.forEach(ws::write);
			ws.channel().config().setAutoRead(this.pauses == 0 || this.state == State.CLOSED);
			arrived.run();
			ApplicationCode.run(() -> this.listener.onUpgrade(), this::failed);
			if (this.state == State.CLOSING) {
				end(CloseReason.FORCED_CLOSE, "closed by the server");
			}
		});
	}

	// closing

	void sendControl(EnginePacket packet) {
		if (this.state != State.OPEN) {
			return;
		}
		WebSocketTransport ws = this.webSocket;
		if (ws != null) {
			ws.write(packet);
		}
		else {
			requirePolling().write(packet);
		}
	}

	void pingTimeout() {
		end(CloseReason.PING_TIMEOUT, "no pong in time");
	}

	private void closeGracefully() {
		if (this.state != State.OPEN) {
			return;
		}
		PollingTransport poll = this.polling;
		if (poll == null) {
			end(CloseReason.FORCED_CLOSE, "closed by the server");
		}
		else if (poll.isPolling() && poll.isEmpty()) {
			end(CloseReason.FORCED_CLOSE, "closed by the server");
		}
		else {
			// The next GET fetches what is left, the one behind it the close packet:
			// clients handle a close packet before the messages that come with it.
			this.state = State.CLOSING;
			this.closeTimer = this.executor.schedule(() -> end(CloseReason.FORCED_CLOSE, "closed by the server"),
					CLOSE_TIMEOUT);
		}
	}

	/**
	 * The write may be a part of anything, such as a broadcast or the end of another
	 * socket, so the end has to wait.
	 */
	private void overflow() {
		this.state = State.ENDING;
		this.server.countOverflow();
		logger.debug("Client does not read what it is sent: closing");
		endLater(() -> {
			WebSocketTransport ws = this.webSocket;
			if (ws != null) {
				ws.abort();
			}
			end(CloseReason.TRANSPORT_ERROR, "too much buffered");
		});
	}

	private void endLater(Runnable end) {
		try {
			this.executor.executeLater(end);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop of a session is gone");
		}
	}

	/** The server holds too much, and this client has sent a good part of it. */
	void shed() {
		if (this.state == State.OPEN) {
			this.state = State.ENDING;
			this.server.countShedding();
			logger.debug("The server holds too much of what clients have sent: closing");
			endLater(() -> end(CloseReason.TRANSPORT_ERROR, "too much pending"));
		}
	}

	/** The one way out. Each step is taken, whatever becomes of the others. */
	void end(CloseReason reason, String details) {
		if (this.state == State.CLOSED) {
			return;
		}
		this.state = State.CLOSED;
		logger.debug("Session closed: {} ({})", reason, details);
		step(this.heartbeat::stop);
		SessionTimer timer = this.closeTimer;
		if (timer != null) {
			step(timer::cancel);
		}
		step(() -> this.server.remove(this));
		this.resume = null;
		step(this.pendingInput::close);
		step(this.upgrade::cancel);
		PollingTransport poll = this.polling;
		if (poll != null) {
			step(() -> poll.releaseGet(EnginePacket.CLOSE));
			step(poll::close);
		}
		WebSocketTransport ws = this.webSocket;
		if (ws != null) {
			step(ws::close);
			// or the answer to the close frame would not be read
			step(() -> ws.channel().config().setAutoRead(true));
		}
		SessionListener last = this.listener;
		this.listener = NOBODY;
		step(() -> last.onClose(reason));
	}

	private static void step(ApplicationCode.Action step) {
		ApplicationCode.run(step, (error) -> logger.error("A step of the end of a session failed", error));
	}

	private PollingTransport requirePolling() {
		PollingTransport poll = this.polling;
		if (poll == null) {
			throw new IllegalStateException("Session has no transport");
		}
		return poll;
	}

	private enum State {

		OPEN,

		/** What waits is still to be fetched. */
		CLOSING,

		/** The end is on its way; nothing is sent or taken any more. */
		ENDING,

		CLOSED

	}

}
