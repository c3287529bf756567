package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.RecoveryBudget;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.engine.EngineServer;
import dev.socketio.engine.EngineSession;
import dev.socketio.engine.SessionIds;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.support.ApplicationCode;
import dev.socketio.support.ArgumentChecks;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Knows the namespaces and the connections.
 */
final class DefaultSocketIOServer implements SocketIOServer {

	private final EngineServer engine;

	private final PacketCodec codec;

	private final AdapterFactory adapterFactory;

	private final ServerOptions options;

	/** What all namespaces share, {@code null} if recovery is off. */
	private final @Nullable RecoveryBudget recoveryBudget;

	private final SessionIds socketIds = new SessionIds();

	private final Map<String, DefaultNamespace> namespaces = new ConcurrentHashMap<>();

	private final List<DefaultParentNamespace> parents = new CopyOnWriteArrayList<>();

	private final AtomicInteger dynamicNamespaces = new AtomicInteger();

	/** Sockets by their private id, while recovery is on. */
	private final Map<String, DefaultSocket> byPrivateId = new ConcurrentHashMap<>();

	private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();

	private final List<Consumer<Namespace>> namespaceListeners = new CopyOnWriteArrayList<>();

	private final DefaultNamespace main;

	DefaultSocketIOServer(EngineServer engine, PacketCodec codec, AdapterFactory adapterFactory,
			ServerOptions options) {
		this.engine = engine;
		this.codec = codec;
		this.adapterFactory = adapterFactory;
		this.options = options;
		RecoveryOptions recovery = options.recovery();
		this.recoveryBudget = (recovery != null) ? new RecoveryBudget(recovery.maxBytes()) : null;
		this.main = of("/");
		engine.onConnection(this::opened);
	}

	@Override
	public DefaultNamespace of(String name) {
		ArgumentChecks.notNull(name, "name");
		String normalized = name.startsWith("/") ? name : "/" + name;
		DefaultNamespace namespace = this.namespaces.get(normalized);
		while (namespace == null || !namespace.keep()) {
			namespace = findOrCreate(normalized);
		}
		return namespace;
	}

	private DefaultNamespace findOrCreate(String name) {
		// the rules of a dynamic namespace must hold even before a client connects
		for (DefaultParentNamespace parent : this.parents) {
			Map<String, String> variables = matchNow(parent, name);
			if (variables != null) {
				return create(name, parent, variables, Integer.MAX_VALUE, null);
			}
		}
		return create(name, null, Map.of(), Integer.MAX_VALUE, null);
	}

	private @Nullable Map<String, String> matchNow(DefaultParentNamespace parent, String name) {
		AtomicReference<Map<String, String>> result = new AtomicReference<>();
		ApplicationCode.mono(parent.matcher(), () -> parent.matcher().match(name, this.codec.arguments(List.of())))
			.onErrorComplete()
			.subscribe(result::set)
			.dispose();
		return result.get();
	}

	private DefaultNamespace create(String name, @Nullable DefaultParentNamespace parent, Map<String, String> variables,
			int maxChildren, @Nullable ChildQuota quota) {
		boolean[] created = new boolean[1];
		DefaultNamespace namespace = this.namespaces.computeIfAbsent(name, (key) -> {
			created[0] = true;
			return (parent != null) ? newChild(key, parent, variables, maxChildren)
					: new DefaultNamespace(key, this, null, variables, this.adapterFactory);
		});
		if (created[0]) {
			if (quota != null) {
				quota.add(namespace);
			}
			if (!"/".equals(name)) {
				this.namespaceListeners.forEach((listener) -> ApplicationCode.run(() -> listener.accept(namespace),
						(error) -> FailureLog.newNamespace(name, error)));
			}
		}
		return namespace;
	}

	/**
	 * Children are counted before they are made, so that several threads keep the limit.
	 */
	private DefaultNamespace newChild(String name, DefaultParentNamespace parent, Map<String, String> variables,
			int max) {
		if (this.dynamicNamespaces.getAndUpdate((count) -> (count < max) ? count + 1 : count) >= max) {
			throw new ConnectRefusedException("Too many namespaces");
		}
		try {
			return new DefaultNamespace(name, this, parent, variables, this.adapterFactory);
		}
		catch (Throwable ex) {
			this.dynamicNamespaces.decrementAndGet();
			throw ex;
		}
	}

	/** At the limit, let a child go that is of no use to anyone now. */
	private void makeRoomForChild() {
		if (this.dynamicNamespaces.get() >= this.options.maxDynamicNamespaces()) {
			for (DefaultNamespace namespace : this.namespaces.values()) {
				if (removeIfEmpty(namespace)) {
					return;
				}
			}
		}
	}

	@Override
	public ParentNamespace of(NamespaceMatcher matcher) {
		ArgumentChecks.notNull(matcher, "matcher");
		synchronized (this.parents) {
			for (DefaultParentNamespace present : this.parents) {
				if (present.matcher().equals(matcher)) {
					return present;
				}
			}
			DefaultParentNamespace parent = new DefaultParentNamespace(this, matcher);
			this.parents.add(parent);
			return parent;
		}
	}

	/**
	 * Find the namespace a client asks for, or create it, and count the client in.
	 * @return the namespace; fails if the client is to be refused
	 */
	Mono<DefaultNamespace> enter(String name, Arguments auth, ChildQuota quota) {
		DefaultNamespace present = enterIfPresent(name);
		if (present != null) {
			return Mono.just(present);
		}
		return Flux.fromIterable(this.parents)
			.concatMap((parent) -> ApplicationCode.mono(parent.matcher(), () -> parent.matcher().match(name, auth))
				.map((variables) -> new Match(parent, variables)))
			.next()
			.switchIfEmpty(Mono.error(() -> new ConnectRefusedException("Invalid namespace")))
			.flatMap((match) -> ApplicationCode.mono(this.adapterFactory,
					() -> Mono.just(enterChild(name, match, quota))));
	}

	private DefaultNamespace enterChild(String name, Match match, ChildQuota quota) {
		while (true) {
			DefaultNamespace entered = enterIfPresent(name);
			if (entered != null) {
				return entered;
			}
			quota.check();
			makeRoomForChild();
			create(name, match.parent, match.variables, this.options.maxDynamicNamespaces(), quota);
		}
	}

	private @Nullable DefaultNamespace enterIfPresent(String name) {
		return this.namespaces.computeIfPresent(name, (key, namespace) -> {
			namespace.enter();
			return namespace;
		});
	}

	/**
	 * Count a client out. An empty child goes away if that is wanted, and always if it
	 * has never had a socket.
	 */
	void exit(DefaultNamespace namespace) {
		remove(namespace, (present) -> present.leave()
				&& (this.options.cleanupEmptyChildNamespaces() || !present.hasAdmitted()) && present.isRemovable());
	}

	/** Let a child go if no client is in it and the application has not asked for it. */
	boolean removeIfEmpty(DefaultNamespace namespace) {
		return remove(namespace, DefaultNamespace::isRemovable);
	}

	boolean isPresent(DefaultNamespace namespace) {
		return this.namespaces.get(namespace.name()) == namespace;
	}

	private boolean remove(DefaultNamespace namespace, Predicate<DefaultNamespace> condition) {
		boolean[] removed = new boolean[1];
		this.namespaces.computeIfPresent(namespace.name(), (key, present) -> {
			removed[0] = present == namespace && condition.test(present);
			return removed[0] ? null : present;
		});
		if (removed[0]) {
			this.dynamicNamespaces.decrementAndGet();
			ApplicationCode.run(() -> namespace.adapter().close().subscribe(),
					(error) -> FailureLog.closing(namespace.name(), error));
		}
		return removed[0];
	}

	/**
	 * Sockets of clients that may come back before their connection is known to be lost.
	 */
	Map<String, DefaultSocket> byPrivateId() {
		return this.byPrivateId;
	}

	@Override
	public Collection<Namespace> namespaces() {
		return new ArrayList<>(this.namespaces.values());
	}

	@Override
	public SocketIOServer onNewNamespace(Consumer<Namespace> listener) {
		this.namespaceListeners.add(ArgumentChecks.notNull(listener, "listener"));
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
		return this.engine.close()
			.then(Mono.defer(
					() -> Flux.fromIterable(this.namespaces.values())
						.flatMap((namespace) -> ApplicationCode
							.mono(namespace.adapter(), () -> namespace.adapter().close())
							.onErrorResume((error) -> {
								FailureLog.closing(namespace.name(), error);
								return Mono.empty();
							}))
						.then()));
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

	private record Match(DefaultParentNamespace parent, Map<String, String> variables) {

	}

}
