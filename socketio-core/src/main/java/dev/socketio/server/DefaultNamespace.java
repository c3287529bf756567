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
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.RecoveryBudget;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.RoomLimits;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A namespace of this server.
 */
final class DefaultNamespace implements Namespace, LocalNamespace {

	private static final Set<String> SERVER_SIDE_RESERVED = Set.of("connect", "connection", "new_namespace");

	private final String name;

	private final DefaultSocketIOServer server;

	private final NamespaceListeners listeners = new NamespaceListeners();

	/** The dynamic namespace this is a child of, or {@code null}. */
	private final @Nullable DefaultParentNamespace parent;

	private final Map<String, String> variables;

	private final Occupancy occupancy = new Occupancy();

	private final Map<String, DefaultSocket> sockets = new ConcurrentHashMap<>();

	private final AtomicLong ackIds = new AtomicLong();

	private final Adapter adapter;

	DefaultNamespace(String name, DefaultSocketIOServer server, @Nullable DefaultParentNamespace parent,
			Map<String, String> variables, AdapterFactory adapterFactory) {
		this.name = name;
		this.server = server;
		this.parent = parent;
		this.variables = variables;
		this.adapter = Objects.requireNonNull(adapterFactory.create(this), "adapter");
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public DefaultSocketIOServer server() {
		return this.server;
	}

	@Override
	public Adapter adapter() {
		return this.adapter;
	}

	@Override
	public Map<String, Socket> sockets() {
		return Collections.unmodifiableMap(this.sockets);
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

	/** The rules that apply here: those of the dynamic namespace first. */
	private List<NamespaceListeners> rules() {
		return (this.parent != null) ? List.of(this.parent.listeners(), this.listeners) : List.of(this.listeners);
	}

	@Override
	public @Nullable RecoveryOptions recovery() {
		return this.server.recovery();
	}

	@Override
	public @Nullable RecoveryBudget recoveryBudget() {
		return this.server.recoveryBudget();
	}

	@Override
	public RoomLimits roomLimits() {
		return this.server.options().roomLimits();
	}

	PacketCodec codec() {
		return this.server.codec();
	}

	long nextAckId() {
		return this.ackIds.getAndIncrement();
	}

	List<NamespaceMiddleware> middlewares() {
		if (this.parent == null) {
			return List.copyOf(this.listeners.middlewares());
		}
		List<NamespaceMiddleware> all = new ArrayList<>(this.parent.listeners().middlewares());
		all.addAll(this.listeners.middlewares());
		return all;
	}

	// rules and listeners

	@Override
	public Namespace use(NamespaceMiddleware middleware) {
		this.listeners.middlewares().add(ArgumentChecks.notNull(middleware, "middleware"));
		return this;
	}

	@Override
	public Namespace onConnection(Consumer<Socket> listener) {
		this.listeners.connection().add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Namespace on(String event, NamespaceEventListener listener) {
		this.listeners.on(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Namespace onAny(NamespaceEventListener listener) {
		this.listeners.any().add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Namespace onDisconnecting(NamespaceDisconnectListener listener) {
		this.listeners.disconnecting().add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Namespace onDisconnect(NamespaceDisconnectListener listener) {
		this.listeners.disconnect().add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Namespace onServerSide(String event, ServerSideListener listener) {
		this.listeners.onServerSide(ArgumentChecks.notNull(event, "event"),
				ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	// life of sockets, on the owner of the connection

	/** Let adapters find a socket. */
	void register(DefaultSocket socket) {
		this.sockets.put(socket.id(), socket);
	}

	void announce(DefaultSocket socket) {
		for (NamespaceListeners rules : rules()) {
			for (Consumer<Socket> listener : rules.connection()) {
				ApplicationCode.run(() -> listener.accept(socket),
						(error) -> socket.listenerFailed("connection", error));
			}
		}
	}

	void disconnected(DefaultSocket socket) {
		this.sockets.remove(socket.id(), socket);
	}

	void dispatchAny(DefaultSocket socket, String event, Arguments args, Ack ack) {
		if (this.parent != null) {
			dispatch(this.parent.listeners().any(), socket, event, args, ack);
		}
		dispatch(this.listeners.any(), socket, event, args, ack);
	}

	void dispatch(DefaultSocket socket, String event, Arguments args, Ack ack) {
		if (this.parent != null) {
			dispatch(this.parent.listeners().of(event), socket, event, args, ack);
		}
		dispatch(this.listeners.of(event), socket, event, args, ack);
	}

	private static void dispatch(List<NamespaceEventListener> to, DefaultSocket socket, String event, Arguments args,
			Ack ack) {
		for (NamespaceEventListener listener : to) {
			ApplicationCode.run(() -> listener.onEvent(socket, event, args, ack),
					(error) -> socket.listenerFailed(event, error));
		}
	}

	void notifyDisconnecting(DefaultSocket socket, DisconnectReason reason) {
		rules().forEach((rules) -> notify("disconnecting", rules.disconnecting(), socket, reason));
	}

	void notifyDisconnect(DefaultSocket socket, DisconnectReason reason) {
		rules().forEach((rules) -> notify("disconnect", rules.disconnect(), socket, reason));
	}

	private static void notify(String event, List<NamespaceDisconnectListener> to, DefaultSocket socket,
			DisconnectReason reason) {
		for (NamespaceDisconnectListener listener : to) {
			ApplicationCode.run(() -> listener.onDisconnect(socket, reason),
					(error) -> socket.listenerFailed(event, error));
		}
	}

	// what adapters need

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
		Outgoing outgoing = Outgoing.shared(codec(), packet.withNamespace(this.name), flags);
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
		Outgoing outgoing = Outgoing.shared(codec(), withId, flags);
		List<DefaultSocket> sockets = List.copyOf((Collection<DefaultSocket>) targets);
		ExpectedAcks expected = new ExpectedAcks(ackId, sockets, ack);
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
		for (ServerSideListener listener : this.listeners.serverSide(event)) {
			ApplicationCode.run(() -> listener.onEvent(arguments(args), answer),
					(error) -> FailureLog.serverSide(this.name, error));
		}
	}

	// broadcasting

	@Override
	public BroadcastOperator to(String... rooms) {
		return all().to(rooms);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return all().except(rooms);
	}

	@Override
	public BroadcastOperator local() {
		return all().local();
	}

	@Override
	public BroadcastOperator asVolatile() {
		return all().asVolatile();
	}

	@Override
	public BroadcastOperator compress(boolean compress) {
		return all().compress(compress);
	}

	@Override
	public BroadcastOperator timeout(Duration timeout) {
		return all().timeout(timeout);
	}

	@Override
	public void emit(String event, @Nullable Object... args) {
		all().emit(event, args);
	}

	@Override
	public Mono<List<Arguments>> emitWithAck(String event, @Nullable Object... args) {
		return all().emitWithAck(event, args);
	}

	@Override
	public Flux<RemoteSocket> fetchSockets() {
		return all().fetchSockets();
	}

	@Override
	public Mono<Void> socketsJoin(String... rooms) {
		return all().socketsJoin(rooms);
	}

	@Override
	public Mono<Void> socketsLeave(String... rooms) {
		return all().socketsLeave(rooms);
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return all().disconnectSockets(close);
	}

	@Override
	public Mono<Void> serverSideEmit(String event, @Nullable Object... args) {
		checkServerSide(event);
		return this.adapter.serverSideEmit(event, Arrays.asList(args));
	}

	@Override
	public Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object... args) {
		checkServerSide(event);
		return this.adapter.serverSideEmitWithAck(event, Arrays.asList(args));
	}

	private static void checkServerSide(String event) {
		ArgumentChecks.notNull(event, "event");
		if (SERVER_SIDE_RESERVED.contains(event)) {
			throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
		}
	}

	DefaultBroadcastOperator all() {
		return new DefaultBroadcastOperator(this, BroadcastOptions.ALL);
	}

	@Override
	public String toString() {
		return "Namespace " + this.name;
	}

}
