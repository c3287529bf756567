package dev.socketio.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.Session;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Takes the client of one connection into namespaces: finds the namespace, the session
 * that is to be recovered if there is one, and asks the middlewares. Touched by the owner
 * of the connection only.
 */
final class Admission {

	private static final Logger logger = LoggerFactory.getLogger(Admission.class);

	static final String AUTH_TOO_LARGE = "Authentication payload too large";

	private final ClientConnection client;

	private final ServerContext context;

	private final Instant opened = Instant.now().truncatedTo(ChronoUnit.MILLIS);

	/** How many payloads of the greatest size the client may send for all namespaces. */
	private static final long AUTH_PAYLOADS = 16;

	/** Names that are looked up, or sessions that are, at the moment, with payloads. */
	private final Map<String, Arguments> resolving = new HashMap<>(2);

	/** Dynamic namespaces that exist because of this client. */
	private final ChildQuota children;

	Admission(ClientConnection client, ServerContext context) {
		this.client = client;
		this.context = context;
		this.children = new ChildQuota(context.registry(), context.options().maxDynamicNamespacesPerConnection());
	}

	boolean isResolving(String name) {
		return this.resolving.containsKey(name);
	}

	int resolving() {
		return this.resolving.size();
	}

	/** The client asks for a namespace in which it is not. */
	void connect(String name, Arguments auth) {
		if (authBytes() + size(auth) > AUTH_PAYLOADS * this.context.options().decoderLimits().maxAuthBytes()) {
			refuse(name, new ConnectRefusedException(AUTH_TOO_LARGE));
			return;
		}
		this.resolving.put(name, auth);
		this.context.registry()
			.enter(name, auth, this.children)
			.subscribe((namespace) -> this.client.execute(() -> entered(namespace, auth)),
					(error) -> failed(error, () -> notEntered(name, error)));
	}

	/** Payloads stay for as long as their sockets, and there may be many of them. */
	private long authBytes() {
		long bytes = this.client.authBytes();
		for (Arguments auth : this.resolving.values()) {
			bytes += size(auth);
		}
		return bytes;
	}

	private static long size(Arguments auth) {
		return (auth.size() > 0) ? auth.retainedBytes() : 0;
	}

	private void failed(Throwable error, Runnable outcome) {
		ApplicationCode.failed(error, (failure) -> this.client.execute(outcome));
	}

	private void notEntered(String name, Throwable error) {
		this.resolving.remove(name);
		if (!this.client.isOver()) {
			refuse(name, error);
		}
	}

	private void entered(DefaultNamespace namespace, Arguments auth) {
		if (this.client.isOver()) {
			this.context.registry().exit(namespace);
			return;
		}
		DefaultHandshake handshake = new DefaultHandshake(this.client.session().request(), auth, this.opened);
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
	private void start(DefaultNamespace namespace, DefaultHandshake handshake) {
		Recovery recovery = (recoveryOptions() != null)
				? new Recovery(this.context.newSocketId(), this.context.byPrivateId()) : null;
		DefaultSocket socket = newSocket(newId(namespace), namespace, handshake, recovery);
		ask(socket, namespace.middlewares(), 0, () -> announced(socket, recovery, socket.lifecycle()::connect));
	}

	/** Clients of Socket.IO 2 make up their ids from that of the connection. */
	private String newId(DefaultNamespace namespace) {
		if (!this.client.isLegacy()) {
			return this.context.newSocketId();
		}
		String id = this.client.session().id();
		return "/".equals(namespace.name()) ? id : namespace.name() + "#" + id;
	}

	private @Nullable RecoveryOptions recoveryOptions() {
		return this.client.isLegacy() ? null : this.context.recovery();
	}

	private DefaultSocket newSocket(String id, DefaultNamespace namespace, DefaultHandshake handshake,
			@Nullable Recovery recovery) {
		DefaultSocket socket = new DefaultSocket(id, namespace, this.client, handshake, recovery);
		this.resolving.remove(namespace.name());
		this.client.add(socket);
		return socket;
	}

	// recovery

	private void findSession(DefaultNamespace namespace, DefaultHandshake handshake, String pid,
			@Nullable String offset) {
		ApplicationCode
			.mono(namespace.adapter(),
					() -> supersede(namespace, pid).then(Mono.defer(() -> namespace.adapter().takeSession(pid))))
			.onErrorResume((error) -> {
				logger.debug("Session lookup failed", error);
				return Mono.empty();
			})
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.subscribe((found) -> this.client
				.execute(() -> continueSession(namespace, handshake, found.orElse(null), offset)));
	}

	/** The client is back before the loss of its old connection was noticed. */
	private static Mono<Void> supersede(DefaultNamespace namespace, String pid) {
		DefaultSocket old = namespace.context().byPrivateId().get(pid);
		if (old == null || old.namespace() != namespace) {
			return Mono.empty();
		}
		return Mono.create((sink) -> {
			old.session().closeNow();
			old.session().execute(sink::success);
		});
	}

	private void continueSession(DefaultNamespace namespace, DefaultHandshake handshake, @Nullable Session found,
			@Nullable String offset) {
		if (this.client.isOver()) {
			this.context.registry().exit(namespace);
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
		Recovery recovery = new Recovery(found, this.context.byPrivateId(), this.context.engine().options());
		DefaultSocket socket = newSocket(found.sid(), namespace, handshake, recovery);
		List<NamespaceMiddleware> middlewares = options.skipMiddlewares() ? List.of() : namespace.middlewares();
		ask(socket, middlewares, 0, () -> replay(socket, recovery, found, from));
	}

	private void replay(DefaultSocket socket, Recovery recovery, Session found, String offset) {
		DefaultNamespace namespace = socket.namespace();
		socket.lifecycle().startRecovery(found);
		ApplicationCode.mono(namespace.adapter(), () -> namespace.adapter().missedPackets(found, offset))
			.onErrorResume((error) -> {
				logger.debug("Missed packets are not available", error);
				return Mono.empty();
			})
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.subscribe((missed) -> this.client.execute(() -> replayed(socket, recovery, missed.orElse(null))));
	}

	private void replayed(DefaultSocket socket, Recovery recovery, @Nullable List<Packet> missed) {
		if (this.client.isOver()) {
			return;
		}
		if (missed != null && recovery.isComplete()) {
			enter(socket, () -> announced(socket, recovery, () -> socket.lifecycle().finishRecovery(recovery, missed)));
			return;
		}
		socket.lifecycle().notRecovered();
		start(socket.namespace(), socket.handshake());
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

	// middlewares

	/** Ask the middlewares from an index on. */
	private void ask(DefaultSocket socket, List<NamespaceMiddleware> middlewares, int index, Runnable admitted) {
		if (this.client.isOver()) {
			// the end of the connection has cleaned up
			return;
		}
		if (index == middlewares.size()) {
			this.client.admitted();
			enter(socket, admitted);
			return;
		}
		NamespaceMiddleware middleware = middlewares.get(index);
		ApplicationCode.mono(middleware, () -> middleware.handle(socket))
			.subscribe(null, (error) -> failed(error, () -> reject(socket, error)),
					() -> this.client.execute(() -> ask(socket, middlewares, index + 1, admitted)));
	}

	/** An adapter may be the application's own, and fail. */
	private void enter(DefaultSocket socket, Runnable admitted) {
		ApplicationCode.run(admitted::run, (error) -> reject(socket, error));
	}

	private void reject(DefaultSocket socket, Throwable error) {
		if (!this.client.isOver()) {
			socket.lifecycle().refused();
			this.client.left(socket);
			refuse(socket.namespace().name(), error);
		}
	}

	/** Tell the client that it is not in the namespace, and not more than it may know. */
	void refuse(String name, Throwable error) {
		Map<String, @Nullable Object> payload = new LinkedHashMap<>(4);
		payload.put("message", "Internal error");
		if (error instanceof ConnectRefusedException refusal) {
			payload.put("message", String.valueOf(refusal.getMessage()));
			if (refusal.data() != null) {
				payload.put("data", refusal.data());
			}
		}
		else {
			FailureLog.admission(name, error);
		}
		ApplicationCode.run(() -> send(name, payload), (failure) -> {
			// the data is the application's, and so are its serializers
			FailureLog.admission(name, failure);
			payload.remove("data");
			send(name, payload);
		});
	}

	private void send(String name, Map<String, @Nullable Object> payload) {
		Object content = this.client.isLegacy() ? LegacyConnect.error(payload) : payload;
		Packet packet = Packet.control(PacketType.CONNECT_ERROR, name, content);
		this.client.session().write(Outgoing.of(this.context.codec(), packet, BroadcastFlags.NONE).batch());
	}

}
