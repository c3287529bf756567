package dev.socketio.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.socketio.internal.ApplicationCode;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * An Engine.IO server without the HTTP part: checks requests, opens sessions and hands
 * later requests to them. Methods may be called from any thread.
 *
 * @since 0.1.0
 */
public final class EngineServer {

	private static final Logger logger = LoggerFactory.getLogger(EngineServer.class);

	private final EngineOptions options;

	private final HandshakeFilter filter;

	private final Supplier<String> ids = new SessionIds();

	private final SessionRegistry sessions;

	private final ResponseHeaders headers;

	private final Refusals refusals = new Refusals();

	private final LongAdder overflows = new LongAdder();

	private final LongAdder sheddings = new LongAdder();

	private final SendBacklogs backlogs;

	private final PendingInput.Total pendingInput;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private @Nullable BiConsumer<EngineSession, EngineRequest> uploadListener;

	private Consumer<EngineSession> connectionListener = (session) -> {
	};

	private volatile boolean closing;

	/**
	 * Create a server.
	 * @param options its settings
	 */
	public EngineServer(EngineOptions options) {
		this(options, (request) -> Mono.empty());
	}

	/**
	 * Create a server that asks a filter about every client.
	 * @param options its settings
	 * @param filter decides who may open a session
	 */
	public EngineServer(EngineOptions options, HandshakeFilter filter) {
		this.options = Objects.requireNonNull(options, "options");
		this.filter = Objects.requireNonNull(filter, "filter");
		this.sessions = new SessionRegistry(options);
		this.headers = new ResponseHeaders(options.cookie());
		this.backlogs = new SendBacklogs(options.maxTotalBufferedBytes());
		this.pendingInput = new PendingInput.Total(options.maxTotalPendingBytes());
	}

	/**
	 * Return the settings.
	 * @return the settings
	 */
	public EngineOptions options() {
		return this.options;
	}

	/**
	 * Set who is told of new sessions. Called on the event loop that owns the session,
	 * before anything is received; the listener has to set the session's listener.
	 * @param listener the listener
	 */
	public void onConnection(Consumer<EngineSession> listener) {
		this.connectionListener = listener;
	}

	/**
	 * Set who is told of polling requests that carry messages, before the messages are
	 * handed on. Called on the event loop that owns the session.
	 * @param listener the listener
	 */
	public void onUpload(BiConsumer<EngineSession, EngineRequest> listener) {
		this.uploadListener = listener;
	}

	void uploaded(EngineSession session, EngineRequest request) {
		BiConsumer<EngineSession, EngineRequest> listener = this.uploadListener;
		if (listener != null) {
			ApplicationCode.run(() -> listener.accept(session, request),
					(error) -> logger.error("An upload listener failed", error));
		}
	}

	/**
	 * Add headers to the responses of polling requests and to WebSocket handshakes.
	 * @param listener the listener
	 */
	public void onHeaders(HeadersListener listener) {
		this.headers.add(listener);
	}

	/**
	 * Add headers to the first response of each session.
	 * @param listener the listener
	 */
	public void onInitialHeaders(HeadersListener listener) {
		this.headers.addInitial(listener);
	}

	/**
	 * Add a listener that is told of requests that are refused with an error of the
	 * protocol.
	 * @param listener the listener
	 */
	public void onRefusal(RefusalListener listener) {
		this.refusals.add(listener);
	}

	/**
	 * Return how many requests were refused with an error.
	 * @param error the error
	 * @return the number since the start
	 */
	public long refusalCount(EngineError error) {
		return this.refusals.count(error);
	}

	/**
	 * Return the number of open sessions.
	 * @return the number
	 */
	public int clientsCount() {
		return this.sessions.size();
	}

	/**
	 * Return the open sessions.
	 * @return a live view, unmodifiable
	 */
	public Collection<EngineSession> sessions() {
		return this.sessions.all();
	}

	/**
	 * Return how many clients were disconnected because they did not read what they were
	 * sent.
	 * @return the number since the start
	 */
	public long overflowCount() {
		return this.overflows.sum();
	}

	/**
	 * Return how many bytes wait to be sent to clients that lag behind, frames of a
	 * broadcast once.
	 * @return the number of bytes
	 */
	public long bufferedBytes() {
		return this.backlogs.bytes();
	}

	/**
	 * Return how many clients were disconnected because the server held more than it may
	 * of what clients have sent.
	 * @return the number since the start
	 */
	public long shedCount() {
		return this.sheddings.sum();
	}

	/**
	 * Return how many bytes the server holds of what clients have sent: messages that the
	 * application has not handled yet, and parts of messages. Small ones are not counted.
	 * @return the number of bytes
	 */
	public long pendingBytes() {
		return this.pendingInput.bytes();
	}

	PendingInput.Total pendingInput() {
		return this.pendingInput;
	}

	SendBacklogs backlogs() {
		return this.backlogs;
	}

	/**
	 * Serve a request that is not a WebSocket handshake. Cancelling the result tells that
	 * the client has gone away.
	 * @param request the request
	 * @param body its body
	 * @param loop the event loop of its connection
	 * @return the response; fails with {@link RequestAbortedException} if the connection
	 * has to be closed instead
	 */
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

	/**
	 * Decide about a WebSocket handshake.
	 * @param request the request
	 * @return whether and how to answer it
	 */
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
		boolean announced = ApplicationCode.run(() -> this.connectionListener.accept(session), (error) -> {
			logger.error("A session could not be announced", error);
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
