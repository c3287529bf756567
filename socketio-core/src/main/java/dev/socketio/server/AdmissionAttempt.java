package dev.socketio.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.Session;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One attempt of a client to enter a namespace: recovers the session if there is one, or
 * creates a new socket, and calls the middlewares. Touched by the owner of the connection
 * only.
 */
final class AdmissionAttempt {

	private static final Logger logger = LoggerFactory.getLogger(AdmissionAttempt.class);

	private final Admission admission;

	private final ClientConnection client;

	private final DefaultNamespace namespace;

	private final DefaultHandshake handshake;

	AdmissionAttempt(Admission admission, ClientConnection client, DefaultNamespace namespace,
			DefaultHandshake handshake) {
		this.admission = admission;
		this.client = client;
		this.namespace = namespace;
		this.handshake = handshake;
	}

	void start() {
		RecoveryOptions options = recoveryOptions();
		Map<String, Object> credentials = (options != null) ? this.handshake.auth() : Map.of();
		Object offset = credentials.get("offset");
		if (options != null && credentials.get("pid") instanceof String pid
				&& (offset instanceof String || !credentials.containsKey("offset"))) {
			findSession(pid, (String) offset);
		}
		else {
			startNew();
		}
	}

	/** A new socket. */
	private void startNew() {
		Recovery recovery = (recoveryOptions() != null)
				? new Recovery(this.namespace.context().newSocketId(), this.namespace.context().byPrivateId()) : null;
		DefaultSocket socket = newSocket(newId(), recovery);
		ask(socket, this.namespace.middlewares(), () -> announced(socket, recovery, socket.lifecycle()::connect));
	}

	/** Clients of Socket.IO 2 make up their ids from that of the connection. */
	private String newId() {
		if (!this.client.isLegacy()) {
			return this.namespace.context().newSocketId();
		}
		String id = this.client.session().id();
		return "/".equals(this.namespace.name()) ? id : this.namespace.name() + "#" + id;
	}

	private @Nullable RecoveryOptions recoveryOptions() {
		return this.client.isLegacy() ? null : this.namespace.context().recovery();
	}

	private DefaultSocket newSocket(String id, @Nullable Recovery recovery) {
		DefaultSocket socket = new DefaultSocket(id, this.namespace, this.client, this.handshake, recovery);
		this.admission.resolved(socket);
		return socket;
	}

	// recovery

	private void findSession(String pid, @Nullable String offset) {
		ApplicationCode
			.mono(this.namespace.adapter(),
					() -> supersede(pid).then(Mono.defer(() -> this.namespace.adapter().takeSession(pid))))
			.onErrorResume((error) -> {
				logger.debug("Session lookup failed", error);
				return Mono.empty();
			})
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.subscribe((found) -> this.client.execute(() -> continueSession(found.orElse(null), offset)));
	}

	/** The client is back before the loss of its old connection was noticed. */
	private Mono<Void> supersede(String pid) {
		DefaultSocket old = this.namespace.context().byPrivateId().get(pid);
		if (old == null || old.namespace() != this.namespace) {
			return Mono.empty();
		}
		return Mono.create((sink) -> {
			old.session().closeNow();
			old.session().execute(sink::success);
		});
	}

	private void continueSession(@Nullable Session found, @Nullable String offset) {
		if (this.client.isOver()) {
			this.namespace.context().registry().exit(this.namespace);
			if (found != null) {
				this.namespace.adapter().persistSession(found);
			}
			return;
		}
		String from = (offset != null || found == null) ? offset : found.startOffset();
		RecoveryOptions options = recoveryOptions();
		if (found == null || from == null || options == null) {
			startNew();
			return;
		}
		Recovery recovery = new Recovery(found, this.namespace.context().byPrivateId(),
				this.namespace.context().engine().options());
		DefaultSocket socket = newSocket(found.sid(), recovery);
		List<NamespaceMiddleware> middlewares = options.skipMiddlewares() ? List.of() : this.namespace.middlewares();
		ask(socket, middlewares, () -> replay(socket, recovery, found, from));
	}

	private void replay(DefaultSocket socket, Recovery recovery, Session found, String offset) {
		socket.lifecycle().startRecovery(found);
		ApplicationCode.mono(this.namespace.adapter(), () -> this.namespace.adapter().missedPackets(found, offset))
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
		startNew();
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

	private void ask(DefaultSocket socket, List<NamespaceMiddleware> middlewares, Runnable admitted) {
		new MiddlewareChain<>(this.client, middlewares, (middleware) -> () -> middleware.handle(socket),
				this.client::isOver)
			.run(() -> passed(socket, admitted), (error) -> reject(socket, error));
	}

	/** If the connection has ended meanwhile, its end has cleaned up. */
	private void passed(DefaultSocket socket, Runnable admitted) {
		if (!this.client.isOver()) {
			this.client.admitted();
			enter(socket, admitted);
		}
	}

	/** An adapter may be the application's own, and fail. */
	private void enter(DefaultSocket socket, Runnable admitted) {
		ApplicationCode.run(admitted::run, (error) -> reject(socket, error));
	}

	private void reject(DefaultSocket socket, Throwable error) {
		if (!this.client.isOver()) {
			socket.lifecycle().refused();
			this.client.left(socket);
			this.admission.refuse(socket.namespace().name(), error);
		}
	}

}
