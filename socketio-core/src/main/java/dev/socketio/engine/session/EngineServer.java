package dev.socketio.engine.session;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import dev.socketio.engine.Engine;
import dev.socketio.engine.EngineError;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.HeadersListener;
import dev.socketio.engine.RefusalListener;
import dev.socketio.engine.TransportType;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.RandomIds;
import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * An Engine.IO server without the HTTP part: checks requests, opens sessions and hands
 * later requests to them. Methods may be called from any thread.
 */
public final class EngineServer implements Engine, EngineEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(EngineServer.class);

	private final EngineOptions options;

	private final HandshakeFilter filter;

	private final SessionHandler handler;

	private final Supplier<String> ids = new RandomIds();

	private final SessionRegistry sessions;

	private final ResponseHeaders headers;

	private final Refusals refusals = new Refusals();

	private final LongAdder overflows = new LongAdder();

	private final LongAdder sheddings = new LongAdder();

	private final SendBacklogs backlogs;

	private final PendingInput.Total pendingInput;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private volatile boolean closing;

	/**
	 * Create a server that accepts every client.
	 * @param options its settings
	 * @param handler takes its sessions
	 */
	public EngineServer(EngineOptions options, SessionHandler handler) {
		this(options, (request) -> Mono.empty(), handler);
	}

	/**
	 * Create a server that asks a filter about every client.
	 * @param options its settings
	 * @param filter decides which clients may open a session
	 * @param handler takes its sessions
	 */
	public EngineServer(EngineOptions options, HandshakeFilter filter, SessionHandler handler) {
		this.handler = Objects.requireNonNull(handler, "handler");
		this.options = Objects.requireNonNull(options, "options");
		this.filter = Objects.requireNonNull(filter, "filter");
		this.sessions = new SessionRegistry(options);
		this.headers = new ResponseHeaders(options.cookie());
		this.backlogs = new SendBacklogs(options.limits().maxTotalBufferedBytes());
		this.pendingInput = new PendingInput.Total(options.limits().maxTotalPendingBytes());
	}

	@Override
	public EngineOptions options() {
		return this.options;
	}

	@Override
	public void onHeaders(HeadersListener listener) {
		this.headers.add(listener);
	}

	@Override
	public void onInitialHeaders(HeadersListener listener) {
		this.headers.addInitial(listener);
	}

	@Override
	public void onRefusal(RefusalListener listener) {
		this.refusals.add(listener);
	}

	@Override
	public long refusalCount(EngineError error) {
		return this.refusals.count(error);
	}

	@Override
	public int clientsCount() {
		return this.sessions.size();
	}

	@Override
	public int clientsCount(TransportType transport) {
		return this.sessions.size(transport);
	}

	/**
	 * Return the open sessions.
	 * @return a live view, unmodifiable
	 */
	public Collection<EngineSession> sessions() {
		return this.sessions.all();
	}

	@Override
	public long overflowCount() {
		return this.overflows.sum();
	}

	@Override
	public long bufferedBytes() {
		return this.backlogs.bytes();
	}

	@Override
	public long shedCount() {
		return this.sheddings.sum();
	}

	@Override
	public long pendingBytes() {
		return this.pendingInput.bytes();
	}

	PendingInput.Total pendingInput() {
		return this.pendingInput;
	}

	SendBacklogs backlogs() {
		return this.backlogs;
	}

	@Override
	public Mono<EngineResponse> handle(EngineRequest request, RequestBody body, EventLoop loop) {
		TransportType transport = EngineQuery.transport(request, this.options);
		if (transport == null) {
			return Mono.just(refuse(request, EngineError.UNKNOWN_TRANSPORT, EngineError.UNKNOWN_TRANSPORT.message()));
		}
		String sid = EngineQuery.sid(request);
		if (sid != null) {
			EngineSession session = this.sessions.get(sid);
			if (session == null) {
				return Mono.just(refuse(request, EngineError.UNKNOWN_SID, EngineError.UNKNOWN_SID.message()));
			}
			if (transport != TransportType.POLLING || session.transport() != transport
					|| session.protocol() != EngineQuery.revision(request).number()) {
				return Mono.just(refuse(request, EngineError.BAD_REQUEST, EngineError.BAD_REQUEST.message()));
			}
			return switch (request.method()) {
				case "GET" -> session.get(request);
				case "POST" -> session.post(request, body);
				default -> Mono.just(EngineResponse.empty(405));
			};
		}
		if (!"GET".equals(request.method())) {
			return Mono
				.just(refuse(request, EngineError.BAD_HANDSHAKE_METHOD, EngineError.BAD_HANDSHAKE_METHOD.message()));
		}
		if (transport == TransportType.WEBSOCKET) {
			return Mono.just(refuse(request, EngineError.BAD_REQUEST, EngineError.BAD_REQUEST.message()));
		}
		return ApplicationCode.mono(this.filter, () -> this.filter.filter(request))
			.thenReturn(Boolean.TRUE)
			.flatMap((accepted) -> openPolling(request, loop))
			.onErrorResume(
					(error) -> Mono.just(refuse(request, EngineError.FORBIDDEN, Refusals.message(request, error))));
	}

	@Override
	public Mono<WebSocketDecision> handleWebSocket(EngineRequest request) {
		if (EngineQuery.transport(request, this.options) != TransportType.WEBSOCKET) {
			EngineError error = (EngineQuery.transport(request, this.options) == null) ? EngineError.UNKNOWN_TRANSPORT
					: EngineError.BAD_REQUEST;
			return Mono.just(refuseWebSocket(request, error, error.message()));
		}
		String sid = EngineQuery.sid(request);
		if (sid != null) {
			return Mono.just(upgrade(request, sid));
		}
		if (!"GET".equals(request.method())) {
			return Mono.just(refuseWebSocket(request, EngineError.BAD_HANDSHAKE_METHOD,
					EngineError.BAD_HANDSHAKE_METHOD.message()));
		}
		return ApplicationCode.mono(this.filter, () -> this.filter.filter(request))
			.thenReturn(Boolean.TRUE)
			.map((accepted) -> openWebSocket(request))
			.onErrorResume((error) -> Mono
				.just(refuseWebSocket(request, EngineError.FORBIDDEN, Refusals.message(request, error))));
	}

	/**
	 * Refuse new sessions and close all others, dropping what they have not sent yet.
	 * @return completes when all are closed
	 */
	public Mono<Void> close() {
		this.closing = true;
		for (EngineSession session : this.sessions.all()) {
			try {
				session.closeNow();
			}
			catch (RejectedExecutionException ex) {
				// its event loop is gone, and its connection with it
				remove(session);
			}
		}
		completeIfClosed();
		return this.closed.asMono();
	}

	private EngineResponse refuse(EngineRequest request, EngineError error, String message) {
		this.refusals.refused(request, error, message);
		return EngineResponse.error(error, message);
	}

	private WebSocketDecision refuseWebSocket(EngineRequest request, EngineError error, String message) {
		this.refusals.refused(request, error, message);
		return WebSocketDecision.refused(400, message);
	}

	private Mono<EngineResponse> openPolling(EngineRequest request, EventLoop loop) {
		Revision revision = EngineQuery.revision(request);
		if (!isSupported(revision)) {
			return Mono.just(refuse(request, EngineError.UNSUPPORTED_PROTOCOL_VERSION,
					EngineError.UNSUPPORTED_PROTOCOL_VERSION.message()));
		}
		if (this.closing || !this.sessions.reserve(request)) {
			return Mono.just(EngineResponse.empty(503));
		}
		EngineSession session = new EngineSession(this.ids.get(), this, request, loop, revision);
		session.openPolling();
		return Mono.create((sink) -> session.execute(() -> {
			this.sessions.add(session);
			Revision.Payload open = revision.encode(List.of(EnginePacket.open(session, this.options)));
			sink.success(
					EngineResponse.payload(open.bytes(), open.contentType(), false, this.headers.ofFirst(session)));
			announce(session);
		}));
	}

	private WebSocketDecision upgrade(EngineRequest request, String sid) {
		EngineSession session = this.sessions.get(sid);
		if (session == null) {
			return refuseWebSocket(request, EngineError.UNKNOWN_SID, EngineError.UNKNOWN_SID.message());
		}
		if (session.protocol() != EngineQuery.revision(request).number() || !this.options.allowUpgrades()) {
			return refuseWebSocket(request, EngineError.BAD_REQUEST, EngineError.BAD_REQUEST.message());
		}
		return WebSocketDecision.accepted(responseHeaders(request), session.upgrade()::offer);
	}

	private WebSocketDecision openWebSocket(EngineRequest request) {
		Revision revision = EngineQuery.revision(request);
		if (!isSupported(revision)) {
			return refuseWebSocket(request, EngineError.UNSUPPORTED_PROTOCOL_VERSION,
					EngineError.UNSUPPORTED_PROTOCOL_VERSION.message());
		}
		return WebSocketDecision.accepted(this.headers.ofFirst(request), (connection) -> {
			EngineSession session = new EngineSession(this.ids.get(), this, request, connection.channel().eventLoop(),
					revision);
			if (this.closing || !this.sessions.reserve(request)) {
				connection.close();
				return new NoSession();
			}
			this.sessions.add(session);
			try {
				WebSocketInbound inbound = session.openWebSocket(connection);
				announce(session);
				return inbound;
			}
			catch (Throwable ex) {
				// without memory for its first packet
				session.closeNow();
				throw ex;
			}
		});
	}

	private void announce(EngineSession session) {
		boolean announced = ApplicationCode.run(() -> session.opened(this.handler), (error) -> {
			logger.error("The handler of a new session failed", error);
			session.closeNow();
		});
		if (!announced) {
			return;
		}
		session.startHeartbeat();
		if (this.closing) {
			session.closeNow();
		}
	}

	void remove(EngineSession session) {
		if (this.sessions.remove(session)) {
			completeIfClosed();
		}
	}

	void countShedding() {
		this.sheddings.increment();
	}

	void countOverflow() {
		this.overflows.increment();
	}

	Map<String, List<String>> responseHeaders(EngineRequest request) {
		return this.headers.of(request);
	}

	private void completeIfClosed() {
		if (this.closing && this.sessions.size() == 0) {
			this.closed.tryEmitEmpty();
		}
	}

	private boolean isSupported(Revision revision) {
		return revision.number() == 4 || this.options.allowEio3();
	}

}
