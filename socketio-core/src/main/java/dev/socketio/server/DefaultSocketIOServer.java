package dev.socketio.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.RecoveryBudget;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.engine.EngineServer;
import dev.socketio.engine.EngineSession;
import dev.socketio.engine.SessionIds;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Knows the namespaces and the connections.
 */
final class DefaultSocketIOServer implements SocketIOServer {

	private final EngineServer engine;

	private final PacketCodec codec;

	private final ServerOptions options;

	/** What all namespaces share, {@code null} if recovery is off. */
	private final @Nullable RecoveryBudget recoveryBudget;

	private final SessionIds socketIds = new SessionIds();

	private final NamespaceRegistry registry;

	/** Sockets by their private id, while recovery is on. */
	private final Map<String, DefaultSocket> byPrivateId = new ConcurrentHashMap<>();

	private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();

	private final DefaultNamespace main;

	DefaultSocketIOServer(EngineServer engine, PacketCodec codec, AdapterFactory adapterFactory,
			ServerOptions options) {
		this.engine = engine;
		this.codec = codec;
		this.registry = new NamespaceRegistry(this, adapterFactory);
		this.options = options;
		RecoveryOptions recovery = options.recovery();
		this.recoveryBudget = (recovery != null) ? new RecoveryBudget(recovery.maxBytes()) : null;
		this.main = of("/");
		engine.onConnection(this::opened);
	}

	@Override
	public DefaultNamespace of(String name) {
		return this.registry.of(ArgumentChecks.notNull(name, "name"));
	}

	@Override
	public ParentNamespace of(NamespaceMatcher matcher) {
		return this.registry.of(ArgumentChecks.notNull(matcher, "matcher"));
	}

	NamespaceRegistry registry() {
		return this.registry;
	}

	/**
	 * Sockets of clients that may come back before their connection is known to be lost.
	 */
	Map<String, DefaultSocket> byPrivateId() {
		return this.byPrivateId;
	}

	@Override
	public Collection<Namespace> namespaces() {
		return this.registry.all();
	}

	@Override
	public SocketIOServer onNewNamespace(Consumer<Namespace> listener) {
		this.registry.addListener(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public EngineServer engine() {
		return this.engine;
	}

	@Override
	public SocketIOEmitter emitter() {
		return new ServerEmitter(this, this.main.all());
	}

	@Override
	public Mono<Void> close() {
		this.clients.forEach(ClientConnection::shutdown);
		return this.engine.close().then(Mono.defer(this.registry::close));
	}

	PacketCodec codec() {
		return this.codec;
	}

	ServerOptions options() {
		return this.options;
	}

	@Nullable RecoveryOptions recovery() {
		return this.options.recovery();
	}

	@Nullable RecoveryBudget recoveryBudget() {
		return this.recoveryBudget;
	}

	String newSocketId() {
		return this.socketIds.get();
	}

	private void opened(EngineSession session) {
		ClientConnection client = new ClientConnection(session, this);
		this.clients.add(client);
		session.listener(client);
		client.start();
	}

	void closed(ClientConnection client) {
		this.clients.remove(client);
	}

	// the main namespace

	@Override
	public String name() {
		return this.main.name();
	}

	@Override
	public SocketIOServer server() {
		return this;
	}

	@Override
	public Namespace use(NamespaceMiddleware middleware) {
		return this.main.use(middleware);
	}

	@Override
	public Namespace onConnection(Consumer<Socket> listener) {
		return this.main.onConnection(listener);
	}

	@Override
	public Namespace on(String event, NamespaceEventListener listener) {
		return this.main.on(event, listener);
	}

	@Override
	public Namespace onAny(NamespaceEventListener listener) {
		return this.main.onAny(listener);
	}

	@Override
	public Namespace onDisconnecting(NamespaceDisconnectListener listener) {
		return this.main.onDisconnecting(listener);
	}

	@Override
	public Namespace onDisconnect(NamespaceDisconnectListener listener) {
		return this.main.onDisconnect(listener);
	}

	@Override
	public Namespace onServerSide(String event, ServerSideListener listener) {
		return this.main.onServerSide(event, listener);
	}

	@Override
	public Map<String, Socket> sockets() {
		return this.main.sockets();
	}

	@Override
	public Adapter adapter() {
		return this.main.adapter();
	}

	@Override
	public Mono<Void> serverSideEmit(String event, @Nullable Object... args) {
		return this.main.serverSideEmit(event, args);
	}

	@Override
	public Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object... args) {
		return this.main.serverSideEmitWithAck(event, args);
	}

	@Override
	public BroadcastOperator to(String... rooms) {
		return this.main.to(rooms);
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return this.main.except(rooms);
	}

	@Override
	public BroadcastOperator local() {
		return this.main.local();
	}

	@Override
	public BroadcastOperator asVolatile() {
		return this.main.asVolatile();
	}

	@Override
	public BroadcastOperator compress(boolean compress) {
		return this.main.compress(compress);
	}

	@Override
	public BroadcastOperator timeout(Duration timeout) {
		return this.main.timeout(timeout);
	}

	@Override
	public void emit(String event, @Nullable Object... args) {
		this.main.emit(event, args);
	}

	@Override
	public Mono<List<Arguments>> emitWithAck(String event, @Nullable Object... args) {
		return this.main.emitWithAck(event, args);
	}

	@Override
	public Flux<RemoteSocket> fetchSockets() {
		return this.main.fetchSockets();
	}

	@Override
	public Mono<Void> socketsJoin(String... rooms) {
		return this.main.socketsJoin(rooms);
	}

	@Override
	public Mono<Void> socketsLeave(String... rooms) {
		return this.main.socketsLeave(rooms);
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return this.main.disconnectSockets(close);
	}

}
