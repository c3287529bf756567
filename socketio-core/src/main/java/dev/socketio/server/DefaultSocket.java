package dev.socketio.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.Session;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.engine.EngineSession;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.PacketType;
import dev.socketio.protocol.ReservedEvents;
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

	/** How long what is kept for recovery may be ahead of what is delivered. */
	private static final long REPLAYED_SECONDS = 30;

	private final String id;

	private final DefaultNamespace namespace;

	private final ClientConnection client;

	private final Handshake handshake;

	private final SocketListeners listeners = new SocketListeners();

	private final PendingAcks acks;

	private final EventQueue queue;

	private volatile @Nullable Map<String, @Nullable Object> data;

	/** What recovery needs, or {@code null} if it is off. */
	private final @Nullable Recovery recovery;

	private volatile State state = State.CONNECTING;

	/**
	 * Whether {@link #end} is on its way; touched by the owner of the connection only.
	 */
	private boolean ending;

	DefaultSocket(String id, DefaultNamespace namespace, ClientConnection client, Handshake handshake, int maxAcks,
			@Nullable Recovery recovery) {
		this.id = id;
		this.recovery = recovery;
		this.namespace = namespace;
		this.client = client;
		this.handshake = handshake;
		this.acks = new PendingAcks(maxAcks);
		this.queue = new EventQueue(this, client);
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
	public Handshake handshake() {
		return this.handshake;
	}

	@Override
	public EngineSession connection() {
		return this.client.session();
	}

	@Override
	public boolean isConnected() {
		return this.state == State.CONNECTED;
	}

	@Override
	public boolean isRecovered() {
		return this.recovery != null && this.recovery.isRecovered();
	}

	@Override
	public Map<String, @Nullable Object> data() {
		Map<String, @Nullable Object> present = this.data;
		return (present != null) ? present : createData();
	}

	private synchronized Map<String, @Nullable Object> createData() {
		Map<String, @Nullable Object> present = this.data;
		if (present == null) {
			present = Collections.synchronizedMap(new LinkedHashMap<>(4));
			this.data = present;
		}
		return present;
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
		if (this.state == State.DISCONNECTED) {
			return;
		}
		Adapter adapter = this.namespace.adapter();
		adapter.addAll(this.id, Arrays.asList(rooms));
		if (this.state == State.DISCONNECTED && !isSucceeded()) {
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
		this.namespace.adapter().del(this.id, room);
	}

	// sending

	@Override
	public void emit(String event, @Nullable Object... args) {
		emit(BroadcastFlags.NONE, event, args);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object... args) {
		return emitWithAck(BroadcastFlags.NONE, event, args);
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
		return new FlaggedSocketOperator(this, BroadcastFlags.NONE.withTimeout(timeout));
	}

	void emit(BroadcastFlags flags, String event, @Nullable Object... args) {
		ReservedEvents.check(event);
		if (this.state == State.DISCONNECTED) {
			return;
		}
		Packet packet = Packet.event(this.namespace.name(), event, args);
		if (this.recovery != null && !flags.isVolatile()) {
			// the adapter keeps what it sends, and adds the offset
			this.namespace.adapter().broadcast(packet, BroadcastOptions.ALL.withRooms(this.id).withFlags(flags));
			return;
		}
		transmit(Outgoing.of(codec(), packet, flags));
	}

	Mono<Arguments> emitWithAck(BroadcastFlags flags, String event, @Nullable Object... args) {
		ReservedEvents.check(event);
		if (this.state == State.DISCONNECTED) {
			return Mono.error(new SocketDisconnectedException());
		}
		long ackId = this.namespace.nextAckId();
		Packet packet = Packet.event(this.namespace.name(), event, args).withAckId(ackId);
		Outgoing outgoing = Outgoing.of(codec(), packet, flags);
		PendingAck pending = new PendingAck();
		boolean accepted = execute(() -> {
			if (this.state != State.CONNECTED) {
				pending.disconnected();
			}
			else if (this.acks.isFull()) {
				pending.fail(new IllegalStateException("Too many acknowledgements are pending"));
			}
			else {
				expectAck(ackId, flags.timeout(), pending);
				write(outgoing);
			}
		});
		return accepted ? pending.result() : Mono.error(new SocketDisconnectedException());
	}

	private void expectAck(long ackId, @Nullable Duration timeout, PendingAck pending) {
		this.acks.add(ackId, pending);
		if (timeout != null) {
			pending.timer(connection().owner().schedule(() -> execute(() -> {
				if (this.acks.remove(ackId) != null) {
					pending.timedOut();
				}
			}), timeout.toNanos(), TimeUnit.NANOSECONDS));
		}
	}

	/** Wait for the answer to a broadcast. On the owner of the connection. */
	boolean expectAck(long ackId, PendingAcks.Pending pending) {
		if (this.state != State.CONNECTED || this.acks.isFull()) {
			return false;
		}
		this.acks.add(ackId, pending);
		return true;
	}

	void forgetAck(long ackId) {
		execute(() -> this.acks.remove(ackId));
	}

	/**
	 * Run a task where the socket may be touched, unless there is no such place any more.
	 */
	boolean execute(Runnable task) {
		return this.client.execute(task);
	}

	/** Send a packet if the socket is connected when its turn comes. */
	void transmit(Outgoing outgoing) {
		if (connection().isDirect()) {
			write(outgoing);
		}
		else {
			execute(() -> write(outgoing));
		}
	}

	/** Send a packet. On the owner of the connection. */
	void write(Outgoing outgoing) {
		EngineSession session = connection();
		if (this.state != State.CONNECTED) {
			if (this.state == State.RECOVERING && this.recovery != null) {
				this.recovery.hold(outgoing);
			}
			return;
		}
		if (outgoing.flags().isVolatile() && !session.isWritable()) {
			return;
		}
		if (this.recovery != null && this.recovery.isReplayed(outgoing.packet())) {
			return;
		}
		List<OutgoingListener> watching = this.listeners.outgoing();
		if (!watching.isEmpty() && outgoing.packet().type() == PacketType.EVENT) {
			List<@Nullable Object> packetData = outgoing.packet().data();
			for (OutgoingListener listener : watching) {
				try {
					listener.onEvent(outgoing.packet().event(), packetData.subList(1, packetData.size()));
				}
				catch (RuntimeException ex) {
					listenerFailed(outgoing.packet().event(), ex);
				}
			}
		}
		session.write(outgoing.batch());
	}

	PacketCodec codec() {
		return this.namespace.codec();
	}

	// listeners

	@Override
	public Socket on(String event, EventListener listener) {
		this.listeners.on(event, listener);
		return this;
	}

	@Override
	public Socket once(String event, EventListener listener) {
		this.listeners.once(event, listener);
		return this;
	}

	@Override
	public Socket off(String event, EventListener listener) {
		this.listeners.off(event, listener);
		return this;
	}

	@Override
	public Socket off(String event) {
		this.listeners.off(event);
		return this;
	}

	@Override
	public Socket onAny(CatchAllListener listener) {
		this.listeners.addAny(listener, false);
		return this;
	}

	@Override
	public Socket prependAny(CatchAllListener listener) {
		this.listeners.addAny(listener, true);
		return this;
	}

	@Override
	public Socket offAny(CatchAllListener listener) {
		this.listeners.removeAny(listener);
		return this;
	}

	@Override
	public Socket onAnyOutgoing(OutgoingListener listener) {
		this.listeners.addOutgoing(listener, false);
		return this;
	}

	@Override
	public Socket prependAnyOutgoing(OutgoingListener listener) {
		this.listeners.addOutgoing(listener, true);
		return this;
	}

	@Override
	public Socket offAnyOutgoing(OutgoingListener listener) {
		this.listeners.removeOutgoing(listener);
		return this;
	}

	@Override
	public Socket use(SocketMiddleware middleware) {
		this.listeners.addMiddleware(middleware);
		return this;
	}

	@Override
	public Socket onDisconnecting(DisconnectListener listener) {
		this.listeners.addDisconnecting(listener);
		return this;
	}

	@Override
	public Socket onDisconnect(DisconnectListener listener) {
		this.listeners.addDisconnect(listener);
		return this;
	}

	@Override
	public Socket onError(Consumer<Throwable> listener) {
		this.listeners.addError(listener);
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

	// life cycle, on the owner of the connection

	/** All middlewares agreed: answer the client, then let broadcasts find the socket. */
	void connected() {
		this.namespace.adapter().addAll(this.id, List.of(this.id));
		this.state = State.CONNECTED;
		answerConnect();
		this.namespace.register(this);
		if (this.recovery != null) {
			this.recovery.started(this.namespace.adapter().currentOffset());
		}
		this.namespace.announce(this);
	}

	private void answerConnect() {
		Packet answer = Packet.control(PacketType.CONNECT, this.namespace.name(), connectPayload());
		connection().write(Outgoing.of(codec(), answer, BroadcastFlags.NONE).batch());
	}

	private @Nullable Object connectPayload() {
		if (this.client.isLegacy()) {
			return null;
		}
		return (this.recovery != null) ? this.recovery.connectPayload(this.id) : Map.of("sid", this.id);
	}

	/** From here on broadcasts find the socket; what they bring waits for the rest. */
	void startRecovery(Session session) {
		data().putAll(session.data());
		this.state = State.RECOVERING;
		this.namespace.adapter().addAll(this.id, session.rooms());
		this.namespace.register(this);
	}

	/** Send what was missed, the answer, and what has come in since, each once. */
	void finishRecovery(Recovery recovered, List<Packet> missed) {
		missed.forEach((packet) -> connection()
			.write(Outgoing.of(codec(), packet.withNamespace(this.namespace.name()), BroadcastFlags.NONE).batch()));
		this.state = State.CONNECTED;
		answerConnect();
		recovered.release(missed, this::write);
		if (!missed.isEmpty()) {
			connection().owner().schedule(recovered::forgetReplayed, REPLAYED_SECONDS, TimeUnit.SECONDS);
		}
		this.namespace.announce(this);
	}

	/** A middleware refused, or the connection ended before they had decided. */
	void refused() {
		if (this.state == State.RECOVERING && this.recovery != null) {
			this.namespace.disconnected(this);
			this.recovery.abandon(this.namespace.adapter());
		}
		this.state = State.DISCONNECTED;
		this.namespace.adapter().delAll(this.id);
	}

	void receive(DecodedPacket packet) {
		if (packet.type() == PacketType.ACK) {
			PendingAcks.Pending pending = this.acks.remove(packet.ackId());
			if (pending != null) {
				pending.acknowledged(packet.arguments());
			}
			return;
		}
		String event = packet.event();
		if (event != null) {
			Ack ack = packet.hasAckId() ? new DefaultAck(this, packet.ackId()) : DefaultAck.NOT_REQUESTED;
			for (CatchAllListener listener : this.listeners.any()) {
				try {
					listener.onEvent(event, packet.arguments(), ack);
				}
				catch (Exception ex) {
					listenerFailed(event, ex);
				}
			}
			this.queue.add(event, packet.arguments(), ack, this.listeners.middlewares());
		}
	}

	/** All socket middlewares let an event through. */
	void dispatch(String event, Arguments args, Ack ack) {
		if (this.state != State.CONNECTED) {
			return;
		}
		this.namespace.dispatchAny(this, event, args, ack);
		// a snapshot: listeners may remove themselves
		for (EventListener listener : this.listeners.of(event)) {
			try {
				listener.onEvent(args, ack);
			}
			catch (Exception ex) {
				listenerFailed(event, ex);
			}
		}
		this.namespace.dispatch(this, event, args, ack);
	}

	/** A client or a middleware gave reason for an error. */
	void reportError(Throwable error) {
		if (!tellErrorListeners(error)) {
			logger.debug("Unhandled error of a socket", error);
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
			try {
				handler.accept(error);
			}
			catch (RuntimeException ex) {
				FailureLog.errorListener(this, ex);
			}
		}
		return !handlers.isEmpty();
	}

	/** Listeners are called on the way out, and may ask for it again. */
	private boolean canEnd() {
		return this.state == State.CONNECTED && !this.ending;
	}

	/** The one way out of the namespace. */
	void end(DisconnectReason reason) {
		if (!canEnd()) {
			return;
		}
		this.ending = true;
		notify("disconnecting", this.listeners.disconnecting(), reason);
		this.namespace.notifyDisconnecting(this, reason);
		this.state = State.DISCONNECTED;
		if (this.recovery != null) {
			this.recovery.ended(reason, this);
		}
		// in this order: whoever lets it join a room from now on cannot find it, or
		// cleans up
		this.namespace.disconnected(this);
		this.namespace.adapter().delAll(this.id);
		this.client.left(this);
		this.queue.close();
		this.acks.disconnected();
		notify("disconnect", this.listeners.disconnect(), reason);
		this.namespace.notifyDisconnect(this, reason);
	}

	private void notify(String event, List<DisconnectListener> toNotify, DisconnectReason reason) {
		for (DisconnectListener listener : toNotify) {
			try {
				listener.onDisconnect(reason);
			}
			catch (Exception ex) {
				listenerFailed(event, ex);
			}
		}
	}

	@Override
	public void disconnect(boolean close) {
		execute(() -> {
			if (close) {
				this.client.disconnectAll();
			}
			else {
				dismiss();
			}
		});
	}

	/** Tell the client to go, unless the socket is leaving anyway. */
	void dismiss() {
		if (canEnd()) {
			Packet packet = Packet.control(PacketType.DISCONNECT, this.namespace.name(), null);
			write(Outgoing.of(codec(), packet, BroadcastFlags.NONE));
			end(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		}
	}

	@Override
	public SocketDescription describe() {
		return new SocketDescription(this.id, this.handshake.toMap(), rooms(), dataSnapshot());
	}

	Map<String, @Nullable Object> dataSnapshot() {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		Map<String, @Nullable Object> present = this.data;
		if (present != null) {
			synchronized (present) {
				copy.putAll(present);
			}
		}
		return copy;
	}

	private enum State {

		CONNECTING, RECOVERING, CONNECTED, DISCONNECTED

	}

}
