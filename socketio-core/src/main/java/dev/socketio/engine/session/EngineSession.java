package dev.socketio.engine.session;

import java.util.List;
import java.util.function.Function;

import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.TransportType;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a client, over any transport. Public methods may be called from any
 * thread and return at once, unless they say otherwise; the state belongs to one event
 * loop at a time.
 *
 * @since 0.1.0
 */
public final class EngineSession {

	private final String id;

	private final SessionContext context;

	private final EngineRequest request;

	private final SessionExecutor executor;

	private final Revision revision;

	private final Heartbeat heartbeat;

	private final SessionLife life;

	private final PacketReceiver receiver;

	private final SessionInbound inbound;

	private final SessionUpgrade upgrade = new SessionUpgrade(this);

	private final PendingInput pendingInput;

	private volatile Transport transport;

	/** How many parts of the application do not want to read; changed by the owner. */
	private volatile int pauses;

	EngineSession(String id, SessionContext context, EngineRequest request, EventLoop loop, Revision revision,
			Function<EngineSession, Transport> transport) {
		this.id = id;
		this.context = context;
		this.request = request;
		this.executor = new SessionExecutor(loop);
		this.revision = revision;
		this.heartbeat = revision.heartbeat(this);
		this.life = new SessionLife(this, this.heartbeat);
		this.receiver = new PacketReceiver(this, this.heartbeat);
		this.inbound = new SessionInbound(this);
		this.pendingInput = new PendingInput(this, context.pendingInput(), context.options().limits());
		this.transport = transport.apply(this);
	}

	/**
	 * Return the id. It is a credential: every request with this id acts as the client.
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
		return this.transport.type();
	}

	/**
	 * Return whether messages can be exchanged.
	 * @return {@code false} once the session is closing or closed
	 */
	public boolean isOpen() {
		return this.life.isOpen();
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
	 * Return the event loop that owns the session now. On it, {@link #isDirect()} tells
	 * whether {@link #write} can be called.
	 * @return the loop
	 */
	public EventLoop owner() {
		return this.executor.owner();
	}

	/**
	 * Return whether the calling thread owns the session.
	 * @return {@code true} if {@link #write} and {@link #isWritable()} can be called
	 */
	public boolean isDirect() {
		return this.executor.isDirect();
	}

	/**
	 * Run a task that may use the state of this session. Tasks of one thread run in
	 * order.
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
	 * Run a task for several sessions on the {@link #home()} that they share. Messages
	 * that their clients send from now on are handled behind it.
	 * @param task the task; must not block
	 * @throws java.util.concurrent.RejectedExecutionException if the loop is gone
	 */
	public void executeAtHome(Runnable task) {
		this.executor.executeAtHome(task);
	}

	/**
	 * Run a task for several sessions on the {@link #owner()} that they share. To be
	 * called on their home only, which keeps tasks in order.
	 * @param task the task; must not block
	 * @throws java.util.concurrent.RejectedExecutionException if the loop is gone
	 */
	public void executeAtOwner(Runnable task) {
		this.executor.executeAtOwner(task);
	}

	/**
	 * Send a text message.
	 * @param text the message
	 */
	public void send(String text) {
		send(MessageBatch.of(EnginePacket.text(text), List.of()));
	}

	/**
	 * Send a binary message.
	 * @param data the message, not to be changed afterwards
	 */
	public void send(byte[] data) {
		send(MessageBatch.of(EnginePacket.binary(data), List.of()));
	}

	/**
	 * Send messages without other messages in between.
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
	 * session never ends within this call: the end of a session whose client reads too
	 * slowly is a task of its own.
	 * @param batch the messages
	 */
	public void write(MessageBatch batch) {
		if (this.life.isOpen() && !this.transport.write(batch)) {
			this.life.overflow();
		}
	}

	/**
	 * Return whether a message would be sent at once. To be called by the owner.
	 * @return {@code false} if volatile messages are to be dropped
	 */
	public boolean isWritable() {
		return this.life.isOpen() && this.transport.isWritable();
	}

	/**
	 * Return the messages that the application has not handled yet.
	 * @return the messages, to be used by the owner only
	 */
	public PendingInput pendingInput() {
		return this.pendingInput;
	}

	/**
	 * Stop reading messages, because the application lags behind. Meanwhile the client is
	 * pinged, but not dropped for missing pongs, which may be stuck behind its messages
	 * for as long as the application does not read. There is no other limit: closing
	 * would not help an application that hangs, and a client that is gone is noticed when
	 * reading goes on, or when TCP gives up on a ping. The session can be closed in the
	 * meantime. Clients of revision 3 ping themselves; without an answer they leave after
	 * their own timeout.
	 *
	 * <p>
	 * Each call needs its own {@link #resumeReading()}, as several parts of the
	 * application may lag behind.
	 */
	public void pauseReading() {
		this.executor.execute(this::pauseReadingNow);
	}

	/** As {@link #pauseReading()}, by the owner, also while its tasks are held. */
	void pauseReadingNow() {
		this.pauses = this.pauses + 1;
		if (!this.life.isClosed()) {
			this.transport.read(false);
		}
	}

	/**
	 * Read messages again, once this was called for every {@link #pauseReading()}.
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
		if (this.pauses == 0 && !this.life.isClosed()) {
			// the pong may be the next packet that is read
			this.heartbeat.resumed();
			this.transport.read(true);
		}
	}

	/**
	 * Return whether reading is paused. To be called by the owner.
	 * @return {@code true} if {@link #pauseReading()} was called more often than
	 * {@link #resumeReading()}
	 */
	public boolean isReadingPaused() {
		return this.pauses > 0;
	}

	/**
	 * Close the session, behind the messages that were sent before.
	 */
	public void close() {
		this.executor.execute(this.life::closeGracefully);
	}

	/**
	 * Close the session and drop messages that were not sent yet.
	 */
	public void closeNow() {
		this.executor.execute(() -> end(CloseReason.FORCED_CLOSE, "server shutdown"));
	}

	// for this package

	SessionContext context() {
		return this.context;
	}

	SessionExecutor executor() {
		return this.executor;
	}

	Revision revision() {
		return this.revision;
	}

	SessionLife life() {
		return this.life;
	}

	PacketReceiver receiver() {
		return this.receiver;
	}

	SessionInbound inbound() {
		return this.inbound;
	}

	SessionUpgrade upgrade() {
		return this.upgrade;
	}

	Transport currentTransport() {
		return this.transport;
	}

	/** The transport if it is HTTP long-polling. */
	@Nullable PollingTransport polling() {
		return (this.transport instanceof PollingTransport polling) ? polling : null;
	}

	/** Move to a WebSocket, on its event loop. */
	void switchTo(WebSocketTransport target, List<EnginePacket> waiting, Runnable arrived) {
		this.transport = target;
		this.executor.moveTo(target.loop(), () -> {
			waiting.forEach(target::write);
			target.read(this.pauses == 0 || this.life.isClosed());
			arrived.run();
			if (this.life.isClosing()) {
				this.life.closedByServer();
			}
		});
	}

	/** Send a packet of the protocol itself. */
	void sendControl(EnginePacket packet) {
		if (this.life.isOpen()) {
			this.transport.write(packet);
		}
	}

	void end(CloseReason reason, String details) {
		this.life.end(reason, details);
	}

}
