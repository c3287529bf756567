package dev.socketio.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.engine.EngineSession;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.internal.Printable;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A socket of this server. Its life is driven by the {@link ClientConnection}, on the
 * loop that owns the connection.
 */
final class DefaultSocket implements Socket, LocalSocket {

	private static final Logger logger = LoggerFactory.getLogger(DefaultSocket.class);

	private final String id;

	private final DefaultNamespace namespace;

	private final ClientConnection client;

	private final DefaultHandshake handshake;

	private final SocketListeners listeners = new SocketListeners();

	private final SocketLifecycle lifecycle;

	private final SocketOutput output;

	private final EventQueue queue;

	private final SocketData data = new SocketData();

	/** What recovery needs, or {@code null} if it is off. */
	private final @Nullable Recovery recovery;

	DefaultSocket(String id, DefaultNamespace namespace, ClientConnection client, DefaultHandshake handshake,
			int maxAcks, @Nullable Recovery recovery) {
		this.id = id;
		this.recovery = recovery;
		this.namespace = namespace;
		this.client = client;
		this.handshake = handshake;
		this.lifecycle = new SocketLifecycle(this, client, recovery);
		this.output = new SocketOutput(this, maxAcks, recovery);
		this.queue = new EventQueue(this, client);
	}

	long authBytes() {
		return this.handshake.retainedBytes();
	}

	SocketLifecycle lifecycle() {
		return this.lifecycle;
	}

	SocketOutput output() {
		return this.output;
	}

	SocketListeners listeners() {
		return this.listeners;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public DefaultNamespace namespace() {
		return this.namespace;
	}

	@Override
	public DefaultHandshake handshake() {
		return this.handshake;
	}

	@Override
	public EngineSession connection() {
		return this.client.session();
	}

	@Override
	public boolean isConnected() {
		return this.lifecycle.isConnected();
	}

	@Override
	public boolean isRecovered() {
		return this.recovery != null && this.recovery.isRecovered();
	}

	@Override
	public Map<String, @Nullable Object> data() {
		return this.data.map();
	}

	@Override
	public Map<String, String> namespaceVariables() {
		return this.namespace.variables();
	}

	@Override
	public Set<String> rooms() {
		return this.namespace.adapter().socketRooms(this.id);
	}

	@Override
	public void join(String... rooms) {
		ArgumentChecks.noNulls(rooms, "rooms");
		if (this.lifecycle.isDisconnected()) {
			return;
		}
		Adapter adapter = this.namespace.adapter();
		adapter.addAll(this.id, Arrays.asList(rooms));
		if (this.lifecycle.isDisconnected() && !isSucceeded()) {
			// it left in the meantime, and nobody else would clean up after it
			adapter.delAll(this.id);
		}
	}

	/** Whether a recovered socket has this id now, and these rooms are its own. */
	private boolean isSucceeded() {
		LocalSocket present = this.namespace.socket(this.id);
		return present != null && present != this;
	}

	@Override
	public void leave(String room) {
		this.namespace.adapter().del(this.id, ArgumentChecks.notNull(room, "room"));
	}

	// sending

	@Override
	public void emit(String event, @Nullable Object... args) {
		this.output.emit(BroadcastFlags.NONE, event, args);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object... args) {
		return this.output.emitWithAck(BroadcastFlags.NONE, event, args);
	}

	@Override
	public SocketOperator asVolatile() {
		return new FlaggedSocketOperator(this, BroadcastFlags.NONE.withVolatile());
	}

	@Override
	public SocketOperator compress(boolean compress) {
		return new FlaggedSocketOperator(this, BroadcastFlags.NONE.withCompress(compress));
	}

	@Override
	public SocketOperator timeout(Duration timeout) {
		return new FlaggedSocketOperator(this,
				BroadcastFlags.NONE.withTimeout(ArgumentChecks.notNull(timeout, "timeout")));
	}

	/**
	 * Run a task where the socket may be touched, unless there is no such place any more.
	 */
	boolean execute(Runnable task) {
		return this.client.execute(task);
	}

	PacketCodec codec() {
		return this.namespace.codec();
	}

	// listeners

	@Override
	public Socket on(String event, EventListener listener) {
		this.listeners.on(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket once(String event, EventListener listener) {
		this.listeners.once(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket off(String event, EventListener listener) {
		this.listeners.off(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket off(String event) {
		this.listeners.off(ArgumentChecks.notNull(event, "event"));
		return this;
	}

	@Override
	public Socket onAny(CatchAllListener listener) {
		this.listeners.addAny(ArgumentChecks.notNull(listener, "listener"), false);
		return this;
	}

	@Override
	public Socket prependAny(CatchAllListener listener) {
		this.listeners.addAny(ArgumentChecks.notNull(listener, "listener"), true);
		return this;
	}

	@Override
	public Socket offAny(CatchAllListener listener) {
		this.listeners.removeAny(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket onAnyOutgoing(OutgoingListener listener) {
		this.listeners.addOutgoing(ArgumentChecks.notNull(listener, "listener"), false);
		return this;
	}

	@Override
	public Socket prependAnyOutgoing(OutgoingListener listener) {
		this.listeners.addOutgoing(ArgumentChecks.notNull(listener, "listener"), true);
		return this;
	}

	@Override
	public Socket offAnyOutgoing(OutgoingListener listener) {
		this.listeners.removeOutgoing(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket use(SocketMiddleware middleware) {
		this.listeners.addMiddleware(ArgumentChecks.notNull(middleware, "middleware"));
		return this;
	}

	@Override
	public Socket onDisconnecting(DisconnectListener listener) {
		this.listeners.addDisconnecting(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket onDisconnect(DisconnectListener listener) {
		this.listeners.addDisconnect(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket onError(Consumer<Throwable> listener) {
		this.listeners.addError(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	// broadcasting

	@Override
	public BroadcastOperator to(String... rooms) {
		return operator(withoutSelf().withRooms(rooms));
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return operator(withoutSelf().withExcept(rooms));
	}

	@Override
	public BroadcastOperator broadcast() {
		return operator(withoutSelf());
	}

	private BroadcastOptions withoutSelf() {
		return BroadcastOptions.ALL.withExcept(this.id);
	}

	private BroadcastOperator operator(BroadcastOptions options) {
		return new DefaultBroadcastOperator(this.namespace, options);
	}

	// receiving, on the owner of the connection

	void receive(DecodedPacket packet) {
		if (packet.type() == PacketType.ACK) {
			this.output.acknowledged(packet.ackId(), packet.arguments());
			return;
		}
		String event = packet.event();
		if (event != null) {
			Ack ack = packet.hasAckId() ? new DefaultAck(this, packet.ackId()) : DefaultAck.NOT_REQUESTED;
			for (CatchAllListener listener : this.listeners.any()) {
				ApplicationCode.run(() -> listener.onEvent(event, packet.arguments(), ack),
						(error) -> listenerFailed(event, error));
			}
			this.queue.add(event, packet.arguments(), ack, this.listeners.middlewares());
		}
	}

	/** All socket middlewares let an event through. */
	void dispatch(String event, Arguments args, Ack ack) {
		if (!this.lifecycle.isReceiving()) {
			return;
		}
		this.namespace.dispatchAny(this, event, args, ack);
		// a snapshot: listeners may remove themselves
		for (EventListener listener : this.listeners.of(event)) {
			ApplicationCode.run(() -> listener.onEvent(args, ack), (error) -> listenerFailed(event, error));
		}
		this.namespace.dispatch(this, event, args, ack);
	}

	/** A client or a middleware gave reason for an error. */
	void reportError(Throwable error) {
		if (!tellErrorListeners(error)) {
			logger.debug("Unhandled error of socket {}: {}", Printable.of(this.id),
					Printable.of(String.valueOf(error)));
		}
	}

	/** The application's code for an event has thrown. */
	void listenerFailed(String event, Throwable error) {
		if (!tellErrorListeners(error)) {
			FailureLog.listener(this, event, error);
		}
	}

	private boolean tellErrorListeners(Throwable error) {
		List<Consumer<Throwable>> handlers = this.listeners.errors();
		for (Consumer<Throwable> handler : handlers) {
			ApplicationCode.run(() -> handler.accept(error), (failure) -> FailureLog.errorListener(this, failure));
		}
		return !handlers.isEmpty();
	}

	void notifyDisconnecting(DisconnectReason reason) {
		notify("disconnecting", this.listeners.disconnecting(), reason);
		this.namespace.notifyDisconnecting(this, reason);
	}

	void notifyDisconnected(DisconnectReason reason) {
		notify("disconnect", this.listeners.disconnect(), reason);
		this.namespace.notifyDisconnect(this, reason);
	}

	private void notify(String event, List<DisconnectListener> toNotify, DisconnectReason reason) {
		for (DisconnectListener listener : toNotify) {
			ApplicationCode.run(() -> listener.onDisconnect(reason), (error) -> listenerFailed(event, error));
		}
	}

	/** No event is handled any more. */
	void closeQueue() {
		this.queue.close();
	}

	@Override
	public void disconnect(boolean close) {
		execute(() -> {
			if (close) {
				this.client.disconnectAll();
			}
			else {
				this.lifecycle.dismiss();
			}
		});
	}

	@Override
	public SocketDescription describe() {
		return new SocketDescription(this.id, this.handshake.toMap(), rooms(), dataSnapshot());
	}

	Map<String, @Nullable Object> dataSnapshot() {
		return this.data.snapshot();
	}

}
