package dev.socketio.server;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.RecoveryBudget;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.session.EngineServer;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.engine.session.SessionListener;
import dev.socketio.internal.RandomIds;
import dev.socketio.protocol.PacketCodec;
import org.jspecify.annotations.Nullable;

/**
 * State that the namespaces and connections of one server share. Methods may be called
 * from any thread.
 */
final class ServerContext {

	private final EngineServer engine;

	private final PacketCodec codec;

	private final AdapterFactory adapterFactory;

	private final ServerOptions options;

	private final @Nullable RecoveryBudget recoveryBudget;

	private final RandomIds socketIds = new RandomIds();

	private final NamespaceRegistry registry;

	/** Sockets by their private id, while recovery is on. */
	private final Map<String, DefaultSocket> byPrivateId = new ConcurrentHashMap<>();

	private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();

	private volatile @Nullable DefaultSocketIOServer server;

	ServerContext(EngineOptions engineOptions, HandshakeFilter filter, PacketCodec codec, AdapterFactory adapterFactory,
			ServerOptions options) {
		this.engine = new EngineServer(engineOptions, filter, this::opened);
		this.codec = codec;
		this.adapterFactory = adapterFactory;
		this.options = options;
		RecoveryOptions recovery = options.recovery();
		this.recoveryBudget = (recovery != null) ? new RecoveryBudget(recovery.maxBytes()) : null;
		this.registry = new NamespaceRegistry(this);
	}

	/** The server is complete. Requests can reach the engine through the server only. */
	void start(DefaultSocketIOServer created) {
		this.server = created;
	}

	private SessionListener opened(EngineSession session) {
		ClientConnection client = new ClientConnection(session, this);
		this.clients.add(client);
		return client;
	}

	void closed(ClientConnection client) {
		this.clients.remove(client);
	}

	/** Disconnect all clients. */
	void shutdown() {
		this.clients.forEach(ClientConnection::shutdown);
	}

	/** Return the server. Not to be called while it is being constructed. */
	DefaultSocketIOServer server() {
		return Objects.requireNonNull(this.server, "server");
	}

	EngineServer engine() {
		return this.engine;
	}

	PacketCodec codec() {
		return this.codec;
	}

	AdapterFactory adapterFactory() {
		return this.adapterFactory;
	}

	ServerOptions options() {
		return this.options;
	}

	NamespaceRegistry registry() {
		return this.registry;
	}

	/** Return the options of recovery, {@code null} if it is off. */
	@Nullable RecoveryOptions recovery() {
		return this.options.recovery();
	}

	/** Return the budget of all namespaces, {@code null} if recovery is off. */
	@Nullable RecoveryBudget recoveryBudget() {
		return this.recoveryBudget;
	}

	/**
	 * Return the sockets of clients that may come back before the loss of their
	 * connection is noticed.
	 */
	Map<String, DefaultSocket> byPrivateId() {
		return this.byPrivateId;
	}

	String newSocketId() {
		return this.socketIds.get();
	}

}
