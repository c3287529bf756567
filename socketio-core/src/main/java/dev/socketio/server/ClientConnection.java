package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.Session;
import dev.socketio.engine.CloseReason;
import dev.socketio.engine.EngineSession;
import dev.socketio.engine.SessionListener;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Joins a connection with the sockets that share it. Touched by the owner of the
 * connection only.
 */
final class ClientConnection implements SessionListener {

	private static final Logger logger = LoggerFactory.getLogger(ClientConnection.class);

	private final EngineSession session;

	private final DefaultSocketIOServer server;

	private final PacketDecoder decoder;

	private final long opened = System.currentTimeMillis();

	/** Sockets by namespace, those whose middlewares are still deciding included. */
	private final Map<String, DefaultSocket> sockets = new HashMap<>(2);

	/** Names that are looked up, or sessions that are, at the moment. */
	private final Set<String> resolving = new HashSet<>(2);

	private @Nullable Future<?> connectTimer;

	/** How many sockets do not want to read. */
	private int pauses;

	private boolean over;

	ClientConnection(EngineSession session, DefaultSocketIOServer server) {
		this.session = session;
		this.server = server;
		DecoderLimits limits = server.options().decoderLimits();
		this.decoder = server.codec().decoder(isLegacy() ? limits.withNamespaceQueries() : limits);
		this.connectTimer = session.owner()
			.schedule(() -> execute(this::connectTimeout), server.options().connectTimeout().toNanos(),
					TimeUnit.NANOSECONDS);
	}

	EngineSession session() {
		return this.session;
	}

	/**
	 * Run a task on the owner of the connection, or not at all if its event loop is gone.
	 * @return whether the task was accepted
	 */
	boolean execute(Runnable task) {
		if (this.session.isDirect()) {
			task.run();
			return true;
		}
		try {
			this.session.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop of a connection is gone");
			return false;
		}
	}

	/** Stop to read on behalf of one socket. */
	void pauseReading() {
		if (this.pauses++ == 0) {
			this.session.pauseReading();
		}
	}

	/** Read again, unless another socket cannot follow either. */
	void resumeReading() {
		if (--this.pauses == 0) {
			this.session.resumeReading();
		}
	}

	/** Clients of Socket.IO 2 are in the main namespace without asking. */
	void start() {
		if (isLegacy()) {
			connect("/", this.server.codec().arguments(List.of()));
		}
	}

	boolean isLegacy() {
		return this.session.protocol() == 3;
	}

	@Override
	public void onText(byte[] buffer, int offset, int length) {
		if (this.over) {
			return;
		}
		try {
			DecodedPacket packet = this.decoder.text(buffer, offset, length);
			if (packet != null) {
				handle(packet);
			}
		}
		catch (PacketFormatException ex) {
			malformed(ex);
		}
	}

	@Override
	public void onBinary(byte[] data) {
		if (this.over) {
			return;
		}
		try {
			DecodedPacket packet = this.decoder.binary(data);
			if (packet != null) {
				handle(packet);
			}
		}
		catch (PacketFormatException ex) {
			malformed(ex);
		}
	}

	@Override
	public void onClose(CloseReason reason) {
		endAll(switch (reason) {
			case TRANSPORT_CLOSE -> DisconnectReason.TRANSPORT_CLOSE;
			case TRANSPORT_ERROR -> DisconnectReason.TRANSPORT_ERROR;
			case PARSE_ERROR -> DisconnectReason.PARSE_ERROR;
			case PING_TIMEOUT -> DisconnectReason.PING_TIMEOUT;
			case FORCED_CLOSE -> DisconnectReason.FORCED_CLOSE;
		});
	}

	private void handle(DecodedPacket packet) {
		String name = isLegacy() ? LegacyConnect.namespace(packet.namespace()) : packet.namespace();
		DefaultSocket socket = this.sockets.get(name);
		if (packet.type() == PacketType.CONNECT) {
			if (socket != null || this.resolving.contains(name)) {
				violation("connects twice");
			}
			else if (isLegacy()) {
				connect(name, LegacyConnect.auth(packet.namespace(), this.server.codec()));
			}
			else {
				connect(name, packet.arguments());
			}
		}
		else if (socket == null || !socket.isConnected()) {
			violation("is not in the namespace");
		}
		else if (packet.type() == PacketType.DISCONNECT) {
			socket.end(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		}
		else {
			socket.receive(packet);
		}
	}

	private void connect(String name, Arguments auth) {
		if (this.sockets.size() + this.resolving.size() >= this.server.options().maxNamespacesPerConnection()) {
			refuse(name, new ConnectRefusedException("Too many namespaces"));
			return;
		}
		this.resolving.add(name);
		this.server.enter(name, auth)
			.subscribe((namespace) -> execute(() -> entered(namespace, auth)),
					(error) -> execute(() -> notEntered(name, error)));
	}

	private void notEntered(String name, Throwable error) {
		this.resolving.remove(name);
		if (!this.over) {
			refuse(name, error);
		}
	}

	private void entered(DefaultNamespace namespace, Arguments auth) {
		if (this.over) {
			this.server.exit(namespace);
			return;
		}
		Handshake handshake = new DefaultHandshake(this.session.request(), auth, this.opened);
		RecoveryOptions options = recoveryOptions();
		Map<String, Object> credentials = (options != null) ? handshake.auth() : Map.of();
		Object offset = credentials.get("offset");
		if (options != null && credentials.get("pid") instanceof String pid
				&& (offset instanceof String || !credentials.containsKey("offset"))) {
			findSession(namespace, handshake, pid, (String) offset);
		}
		else {
			start(namespace, handshake);
		}
	}

	/** A new socket. */
	private void start(DefaultNamespace namespace, Handshake handshake) {
		Recovery recovery = (recoveryOptions() != null)
				? new Recovery(this.server.newSocketId(), this.server.byPrivateId()) : null;
		DefaultSocket socket = newSocket(newId(namespace), namespace, handshake, recovery);
		admit(socket, namespace.middlewares(), 0, () -> announced(socket, recovery, socket::connected));
	}

	private static void announced(DefaultSocket socket, @Nullable Recovery recovery, Runnable connect) {
		if (recovery != null) {
			recovery.announce(socket);
		}
		try {
			connect.run();
		}
		finally {
			if (recovery != null && !socket.isConnected()) {
				recovery.retract(socket);
			}
		}
	}

	/** Clients of Socket.IO 2 make up their ids from that of the connection. */
	private String newId(DefaultNamespace namespace) {
		if (!isLegacy()) {
			return this.server.newSocketId();
		}
		return "/".equals(namespace.name()) ? this.session.id() : namespace.name() + "#" + this.session.id();
	}

	private @Nullable RecoveryOptions recoveryOptions() {
		return isLegacy() ? null : this.server.recovery();
	}

	private DefaultSocket newSocket(String id, DefaultNamespace namespace, Handshake handshake,
			@Nullable Recovery recovery) {
		DefaultSocket socket = new DefaultSocket(id, namespace, this, handshake, this.server.options().maxPendingAcks(),
				recovery);
		this.resolving.remove(namespace.name());
		this.sockets.put(namespace.name(), socket);
		return socket;
	}

	// recovery

	private void findSession(DefaultNamespace namespace, Handshake handshake, String pid, @Nullable String offset) {
		supersede(namespace, pid).then(Mono.defer(() -> namespace.adapter().takeSession(pid)))
			.onErrorResume((error) -> {
				logger.debug("Session lookup failed", error);
				return Mono.empty();
			})
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.subscribe((found) -> execute(() -> continueSession(namespace, handshake, found.orElse(null), offset)));
	}

	/** The client is back before the loss of its old connection was noticed. */
	private static Mono<Void> supersede(DefaultNamespace namespace, String pid) {
		DefaultSocket old = ((DefaultSocketIOServer) namespace.server()).byPrivateId().get(pid);
		if (old == null || old.namespace() != namespace) {
			return Mono.empty();
		}
		return Mono.create((sink) -> {
			old.connection().closeNow();
			old.connection().execute(sink::success);
		});
	}

	private void continueSession(DefaultNamespace namespace, Handshake handshake, @Nullable Session found,
			@Nullable String offset) {
		if (this.over) {
			this.server.exit(namespace);
			if (found != null) {
				namespace.adapter().persistSession(found);
			}
			return;
		}
		String from = (offset != null || found == null) ? offset : found.startOffset();
		RecoveryOptions options = recoveryOptions();
		if (found == null || from == null || options == null) {
			start(namespace, handshake);
			return;
		}
		Recovery recovery = new Recovery(found, this.server.byPrivateId());
		DefaultSocket socket = newSocket(found.sid(), namespace, handshake, recovery);
		List<NamespaceMiddleware> middlewares = options.skipMiddlewares() ? List.of() : namespace.middlewares();
		admit(socket, middlewares, 0, () -> replay(socket, recovery, found, from));
	}

	private void replay(DefaultSocket socket, Recovery recovery, Session found, String offset) {
		DefaultNamespace namespace = socket.namespace();
		socket.startRecovery(found);
		namespace.adapter().missedPackets(found, offset).onErrorResume((error) -> {
			logger.debug("Missed packets are not available", error);
			return Mono.empty();
		}).map(Optional::of).defaultIfEmpty(Optional.empty()).subscribe((missed) -> execute(() -> {
			if (this.over) {
				return;
			}
			if (missed.isPresent()) {
				announced(socket, recovery, () -> socket.finishRecovery(recovery, missed.get()));
			}
			else {
				recovery.abandon(namespace.adapter());
				namespace.adapter().takeSession(found.pid()).subscribe();
				socket.refused();
				start(namespace, socket.handshake());
			}
		}));
	}

	// admission

	/** Ask the middlewares from an index on. */
	private void admit(DefaultSocket socket, List<NamespaceMiddleware> middlewares, int index, Runnable admitted) {
		if (this.over) {
			// endAll() has cleaned up
			return;
		}
		if (index == middlewares.size()) {
			stopConnectTimer();
			admitted.run();
			return;
		}
		Mono<Void> decision;
		try {
			NamespaceMiddleware middleware = middlewares.get(index);
			decision = Decisions.require(middleware.handle(socket), middleware);
		}
		catch (Exception ex) {
			decision = Mono.error(ex);
		}
		decision.subscribe(null, (error) -> execute(() -> reject(socket, error)),
				() -> execute(() -> admit(socket, middlewares, index + 1, admitted)));
	}

	private void reject(DefaultSocket socket, Throwable error) {
		if (!this.over) {
			socket.refused();
			left(socket);
			refuse(socket.namespace().name(), error);
		}
	}

	private void refuse(String name, Throwable error) {
		Map<String, @Nullable Object> payload = new LinkedHashMap<>(4);
		if (error instanceof ConnectRefusedException refusal) {
			payload.put("message", String.valueOf(refusal.getMessage()));
			if (refusal.data() != null) {
				payload.put("data", refusal.data());
			}
		}
		else {
			// what went wrong inside is nobody's business outside
			FailureLog.admission(name, error);
			payload.put("message", "Internal error");
		}
		Object content = isLegacy() ? LegacyConnect.error(payload) : payload;
		Packet packet = Packet.control(PacketType.CONNECT_ERROR, name, content);
		this.session.write(Outgoing.of(this.server.codec(), packet, BroadcastFlags.NONE).batch());
	}

	/** A socket has left its namespace. */
	void left(DefaultSocket socket) {
		if (this.sockets.remove(socket.namespace().name(), socket)) {
			this.server.exit(socket.namespace());
		}
	}

	void disconnectAll() {
		for (DefaultSocket socket : snapshot()) {
			socket.dismiss();
		}
		close();
	}

	/** The server is going down. */
	void shutdown() {
		execute(() -> {
			endAll(DisconnectReason.SERVER_SHUTTING_DOWN);
			this.session.closeNow();
		});
	}

	private void connectTimeout() {
		if (!this.over && this.connectTimer != null) {
			logger.debug("No namespace joined in time");
			close();
		}
	}

	private void stopConnectTimer() {
		Future<?> timer = this.connectTimer;
		this.connectTimer = null;
		if (timer != null) {
			timer.cancel(false);
		}
	}

	private void malformed(PacketFormatException error) {
		logger.debug("Malformed packet: {}", error.getMessage());
		for (DefaultSocket socket : snapshot()) {
			socket.reportError(error);
		}
		close();
	}

	private void violation(String what) {
		logger.debug("Client {}: closing", what);
		close();
	}

	/** Close the connection; whoever is still here then has to go at once. */
	private void close() {
		this.session.close();
		endAll(DisconnectReason.FORCED_SERVER_CLOSE);
	}

	private void endAll(DisconnectReason reason) {
		this.over = true;
		stopConnectTimer();
		this.server.closed(this);
		for (DefaultSocket socket : snapshot()) {
			if (socket.isConnected()) {
				socket.end(reason);
			}
			else {
				socket.refused();
				left(socket);
			}
		}
	}

	private Collection<DefaultSocket> snapshot() {
		return new ArrayList<>(this.sockets.values());
	}

}
