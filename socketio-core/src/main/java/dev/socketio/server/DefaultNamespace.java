package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.RecoveryBudget;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.RoomLimits;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.internal.Durations;
import dev.socketio.internal.Varargs;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A namespace of this server.
 */
class DefaultNamespace extends AbstractNamespace<Namespace> implements Namespace, LocalNamespace {

	private static final Set<String> SERVER_SIDE_RESERVED = Set.of("connect", "connection", "new_namespace");

	private final String name;

	private final ServerContext context;

	private final NamespaceScope scope = new NamespaceScope(this);

	private final EventListeners<ServerSideListener> serverSide = new EventListeners<>();

	/** The dynamic namespace this is a child of, or {@code null}. */
	private final @Nullable DefaultParentNamespace parent;

	private final Map<String, String> variables;

	private final Occupancy occupancy = new Occupancy();

	private final Map<String, DefaultSocket> sockets = new ConcurrentHashMap<>();

	private final AtomicLong ackIds = new AtomicLong();

	private final Adapter adapter;

	@SuppressWarnings("this-escape")
	DefaultNamespace(String name, ServerContext context, @Nullable DefaultParentNamespace parent,
			Map<String, String> variables) {
		this.name = name;
		this.context = context;
		this.parent = parent;
		this.variables = variables;
		this.adapter = Objects.requireNonNull(context.adapterFactory().create(this), "adapter");
	}

	@Override
	Namespace self() {
		return this;
	}

	@Override
	final NamespaceScope scope() {
		return this.scope;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public SocketIOServer server() {
		return this.context.server();
	}

	@Override
	public Adapter adapter() {
		return this.adapter;
	}

	@Override
	public Map<String, Socket> sockets() {
		return Collections.unmodifiableMap(this.sockets);
	}

	ServerContext context() {
		return this.context;
	}

	Map<String, String> variables() {
		return this.variables;
	}

	@Nullable DefaultParentNamespace parent() {
		return this.parent;
	}

	Occupancy occupancy() {
		return this.occupancy;
	}

	/** Whether it leaves the registry. Called with its entry. */
	boolean removeIfEmpty(boolean evenIfKept) {
		return this.parent != null && this.occupancy.removeIfEmpty(evenIfKept);
	}

	@Override
	public @Nullable RecoveryOptions recovery() {
		return this.context.recovery();
	}

	@Override
	public @Nullable RecoveryBudget recoveryBudget() {
		return this.context.recoveryBudget();
	}

	@Override
	public RoomLimits roomLimits() {
		return this.context.options().roomLimits();
	}

	PacketCodec codec() {
		return this.context.codec();
	}

	long nextAckId() {
		return this.ackIds.getAndIncrement();
	}

	List<NamespaceMiddleware> middlewares() {
		if (this.parent == null) {
			return List.copyOf(listeners().middlewares());
		}
		List<NamespaceMiddleware> all = new ArrayList<>(this.parent.listeners().middlewares());
		all.addAll(listeners().middlewares());
		return all;
	}

	@Override
	public Namespace onServerSide(String event, ServerSideListener listener) {
		this.serverSide.add(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Namespace offServerSide(String event, ServerSideListener listener) {
		this.serverSide.remove(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Namespace offServerSide(String event) {
		this.serverSide.removeAll(ArgumentChecks.notNull(event, "event"));
		return this;
	}

	// life of sockets, on the owner of the connection

	/** Let adapters find a socket. */
	void register(DefaultSocket socket) {
		this.sockets.put(socket.id(), socket);
	}

	void disconnected(DefaultSocket socket) {
		this.sockets.remove(socket.id(), socket);
	}

	// calls of listeners: those of the dynamic namespace first

	void notifyConnected(DefaultSocket socket) {
		if (this.parent != null) {
			this.parent.listeners().connected(socket);
		}
		listeners().connected(socket);
	}

	void dispatchAny(DefaultSocket socket, String event, Arguments args, Ack ack) {
		if (this.parent != null) {
			this.parent.listeners().dispatchAny(socket, event, args, ack);
		}
		listeners().dispatchAny(socket, event, args, ack);
	}

	void dispatch(DefaultSocket socket, String event, Arguments args, Ack ack) {
		if (this.parent != null) {
			this.parent.listeners().dispatch(socket, event, args, ack);
		}
		listeners().dispatch(socket, event, args, ack);
	}

	void notifyDisconnecting(DefaultSocket socket, DisconnectReason reason) {
		if (this.parent != null) {
			this.parent.listeners().disconnecting(socket, reason);
		}
		listeners().disconnecting(socket, reason);
	}

	void notifyDisconnect(DefaultSocket socket, DisconnectReason reason) {
		if (this.parent != null) {
			this.parent.listeners().disconnected(socket, reason);
		}
		listeners().disconnected(socket, reason);
	}

	// calls by the adapter

	@Override
	public @Nullable LocalSocket socket(String id) {
		return this.sockets.get(id);
	}

	@Override
	public Collection<? extends LocalSocket> localSockets() {
		return this.sockets.values();
	}

	@Override
	public Arguments arguments(List<? extends @Nullable Object> values) {
		return codec().arguments(values);
	}

	@Override
	public void deliver(Packet packet, Iterable<? extends LocalSocket> targets, BroadcastFlags flags) {
		deliverMeasured(packet, targets, flags);
	}

	@Override
	@SuppressWarnings("unchecked")
	public long deliverMeasured(Packet packet, Iterable<? extends LocalSocket> targets, BroadcastFlags flags) {
		OutgoingPacket outgoing = OutgoingPacket.shared(codec(), packet.withNamespace(this.name), flags);
		try {
			new Delivery(outgoing, (socket, out) -> socket.output().write(out)).to((Iterable<DefaultSocket>) targets);
			return outgoing.batch().bytes();
		}
		finally {
			outgoing.batch().release();
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public void deliverWithAck(Packet packet, Collection<? extends LocalSocket> targets, BroadcastFlags flags,
			Consumer<Arguments> ack) {
		long ackId = nextAckId();
		Packet withId = packet.withNamespace(this.name).withAckId(ackId);
		OutgoingPacket outgoing = OutgoingPacket.shared(codec(), withId, flags);
		List<DefaultSocket> sockets = List.copyOf((Collection<DefaultSocket>) targets);
		LocalBroadcastAcks expected = new LocalBroadcastAcks(ackId, sockets, ack);
		try {
			new Delivery(outgoing, expected).to(sockets);
		}
		finally {
			outgoing.batch().release();
		}
		if (flags.timeout() != null) {
			expected.limit(flags.timeout());
		}
	}

	@Override
	public void receiveServerSideEvent(String event, List<? extends @Nullable Object> args,
			@Nullable Consumer<List<@Nullable Object>> ack) {
		Ack answer = (ack != null) ? new ServerSideAck(ack) : DefaultAck.NOT_REQUESTED;
		for (ServerSideListener listener : this.serverSide.of(event)) {
			ApplicationCode.run(() -> listener.onEvent(arguments(args), answer),
					(error) -> FailureLog.serverSide(this.name, error));
		}
	}

	// events between servers

	@Override
	public Mono<Void> serverSideEmit(String event, @Nullable Object @Nullable ... args) {
		checkServerSide(event);
		return this.adapter.serverSideEmit(event, Arrays.asList(Varargs.of(args)));
	}

	@Override
	public Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object @Nullable ... args) {
		checkServerSide(event);
		return this.adapter.serverSideEmitWithAck(event, Arrays.asList(Varargs.of(args)));
	}

	@Override
	public Mono<List<Arguments>> serverSideEmitWithAck(Duration timeout, String event,
			@Nullable Object @Nullable ... args) {
		Durations.check("timeout", ArgumentChecks.notNull(timeout, "timeout"));
		checkServerSide(event);
		return this.adapter.serverSideEmitWithAck(event, Arrays.asList(Varargs.of(args)), timeout);
	}

	private static void checkServerSide(String event) {
		ArgumentChecks.notNull(event, "event");
		if (SERVER_SIDE_RESERVED.contains(event)) {
			throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
		}
	}

	@Override
	public String toString() {
		return "Namespace " + this.name;
	}

}
