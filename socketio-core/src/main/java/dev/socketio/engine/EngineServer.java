package dev.socketio.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.socketio.support.ApplicationCode;
import dev.socketio.support.Printable;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * An Engine.IO server without the HTTP part: checks requests, opens sessions and hands
 * later requests to them. Methods may be called from any thread.
 */
public final class EngineServer {

	private static final Logger logger = LoggerFactory.getLogger(EngineServer.class);

	private final EngineOptions options;

	private final HandshakeFilter filter;

	private final Supplier<String> ids = new SessionIds();

	private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();

	private final Map<String, Integer> sessionsByAddress = new ConcurrentHashMap<>();

	private final List<HeadersListener> headersListeners = new CopyOnWriteArrayList<>();

	private final List<HeadersListener> initialHeadersListeners = new CopyOnWriteArrayList<>();

	private final List<RefusalListener> refusalListeners = new CopyOnWriteArrayList<>();

	/** By the code of the error. */
	private final List<LongAdder> refusals = Stream.generate(LongAdder::new)
		.limit(EngineError.values().length)
		.toList();

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
		this.headersListeners.add(listener);
	}

	/**
	 * Add headers to the first response of each session.
	 * @param listener the listener
	 */
	public void onInitialHeaders(HeadersListener listener) {
		this.initialHeadersListeners.add(listener);
	}

	/**
	 * Add a listener that is told of requests that are refused with an error of the
	 * protocol.
	 * @param listener the listener
	 */
	public void onRefusal(RefusalListener listener) {
		this.refusalListeners.add(listener);
	}

	/**
	 * Return how many requests were refused with an error.
	 * @param error the error
	 * @return the number since the start
	 */
	public long refusalCount(EngineError error) {
		return this.refusals.get(error.code()).sum();
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
		return Collections.unmodifiableCollection(this.sessions.values());
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
		TransportType transport = transport(request);
		if (transport == null) {
			return Mono.just(refuse(request, EngineError.UNKNOWN_TRANSPORT, EngineError.UNKNOWN_TRANSPORT.message()));
		}
		String sid = sid(request);
		if (sid != null) {
			EngineSession session = this.sessions.get(sid);
			if (session == null) {
				return Mono.just(refuse(request, EngineError.UNKNOWN_SID, EngineError.UNKNOWN_SID.message()));
			}
			if (transport != TransportType.POLLING || session.transport() != transport
					|| session.protocol() != revision(request).number()) {
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
			.onErrorResume((error) -> Mono.just(refuse(request, EngineError.FORBIDDEN, refusal(request, error))));
	}

	/**
	 * Decide about a WebSocket handshake.
	 * @param request the request
	 * @return whether and how to answer it
	 */
	public Mono<WebSocketDecision> handleWebSocket(EngineRequest request) {
		if (transport(request) != TransportType.WEBSOCKET) {
			EngineError error = (transport(request) == null) ? EngineError.UNKNOWN_TRANSPORT : EngineError.BAD_REQUEST;
			return Mono.just(refuseWebSocket(request, error, error.message()));
		}
		String sid = sid(request);
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
			.onErrorResume(
					(error) -> Mono.just(refuseWebSocket(request, EngineError.FORBIDDEN, refusal(request, error))));
	}

	/**
	 * Refuse new sessions and close all others, dropping what they have not sent yet.
	 * @return completes when all are closed
	 */
	public Mono<Void> close() {
		this.closing = true;
		for (EngineSession session : this.sessions.values()) {
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
		refused(request, error, message);
		return EngineResponse.error(error, message);
	}

	private WebSocketDecision refuseWebSocket(EngineRequest request, EngineError error, String message) {
		refused(request, error, message);
		return WebSocketDecision.refused(400, message);
	}

	private void refused(EngineRequest request, EngineError error, String message) {
		this.refusals.get(error.code()).increment();
		for (RefusalListener listener : this.refusalListeners) {
			ApplicationCode.run(() -> listener.onRefusal(request, error, message),
					(failure) -> logger.error("A refusal listener failed", failure));
		}
	}

	private Mono<EngineResponse> openPolling(EngineRequest request, EventLoop loop) {
		Revision revision = revision(request);
		if (!isSupported(revision)) {
			return Mono.just(refuse(request, EngineError.UNSUPPORTED_PROTOCOL_VERSION,
					EngineError.UNSUPPORTED_PROTOCOL_VERSION.message()));
		}
		if (!reserve(request)) {
			return Mono.just(EngineResponse.empty(503));
		}
		EngineSession session = new EngineSession(this.ids.get(), this, request, loop, revision);
		session.openPolling();
		return Mono.create((sink) -> session.execute(() -> {
			add(session);
			Revision.Payload open = revision.encode(List.of(EnginePacket.open(openPayload(session))));
			sink.success(EngineResponse.payload(open.bytes(), open.contentType(), false, initialHeaders(session)));
			announce(session);
		}));
	}

	private WebSocketDecision upgrade(EngineRequest request, String sid) {
		EngineSession session = this.sessions.get(sid);
		if (session == null) {
			return refuseWebSocket(request, EngineError.UNKNOWN_SID, EngineError.UNKNOWN_SID.message());
		}
		if (session.protocol() != revision(request).number() || !this.options.allowUpgrades()) {
			return refuseWebSocket(request, EngineError.BAD_REQUEST, EngineError.BAD_REQUEST.message());
		}
		return WebSocketDecision.accepted(responseHeaders(request), session.upgrade()::offer);
	}

	private WebSocketDecision openWebSocket(EngineRequest request) {
		Revision revision = revision(request);
		if (!isSupported(revision)) {
			return refuseWebSocket(request, EngineError.UNSUPPORTED_PROTOCOL_VERSION,
					EngineError.UNSUPPORTED_PROTOCOL_VERSION.message());
		}
		Map<String, List<String>> headers = new LinkedHashMap<>();
		customize(headers, this.initialHeadersListeners, request);
		headers.putAll(responseHeaders(request));
		return WebSocketDecision.accepted(headers, (connection) -> {
			EngineSession session = new EngineSession(this.ids.get(), this, request, connection.channel().eventLoop(),
					revision);
			if (!reserve(request)) {
				connection.close();
				return new NoSession();
			}
			add(session);
			WebSocketInbound inbound = session.openWebSocket(connection);
			announce(session);
			return inbound;
		});
	}

	private void add(EngineSession session) {
		this.sessions.put(session.id(), session);
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

	/** Count a session in, unless a limit is reached. */
	private boolean reserve(EngineRequest request) {
		if (this.closing || this.sessions.size() >= this.options.maxSessions()) {
			return false;
		}
		int limit = this.options.maxSessionsPerAddress();
		String address = request.address();
		if (limit == 0 || address == null) {
			return true;
		}
		boolean[] granted = new boolean[1];
		this.sessionsByAddress.compute(address, (key, count) -> {
			int present = (count != null) ? count : 0;
			granted[0] = present < limit;
			return granted[0] ? Integer.valueOf(present + 1) : count;
		});
		return granted[0];
	}

	void remove(EngineSession session) {
		if (!this.sessions.remove(session.id(), session)) {
			return;
		}
		String address = session.request().address();
		if (this.options.maxSessionsPerAddress() > 0 && address != null) {
			this.sessionsByAddress.computeIfPresent(address, (key, count) -> (count > 1) ? count - 1 : null);
		}
		completeIfClosed();
	}

	void countShedding() {
		this.sheddings.increment();
	}

	void countOverflow() {
		this.overflows.increment();
	}

	String openPayload(EngineSession session) {
		boolean upgradable = session.transport() == TransportType.POLLING && this.options.allowUpgrades()
				&& this.options.transports().contains(TransportType.WEBSOCKET);
		return "{\"sid\":\"" + session.id() + "\",\"upgrades\":[" + (upgradable ? "\"websocket\"" : "")
				+ "],\"pingInterval\":" + this.options.pingInterval().toMillis() + ",\"pingTimeout\":"
				+ this.options.pingTimeout().toMillis() + ",\"maxPayload\":" + this.options.maxHttpBufferSize() + "}";
	}

	Map<String, List<String>> responseHeaders(EngineRequest request) {
		String agent = request.header("user-agent");
		boolean oldBrowser = agent != null && (agent.contains(";MSIE") || agent.contains("Trident/"));
		if (this.headersListeners.isEmpty() && !oldBrowser) {
			return Map.of();
		}
		Map<String, List<String>> headers = new LinkedHashMap<>();
		if (oldBrowser) {
			headers.put("X-XSS-Protection", List.of("0"));
		}
		customize(headers, this.headersListeners, request);
		return headers;
	}

	private Map<String, List<String>> initialHeaders(EngineSession session) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		CookieOptions cookie = this.options.cookie();
		if (cookie != null) {
			headers.put("Set-Cookie", List.of(cookie.header(session.id())));
		}
		customize(headers, this.initialHeadersListeners, session.request());
		headers.putAll(responseHeaders(session.request()));
		return headers;
	}

	/** Requests are answered without the headers of a listener that fails. */
	private static void customize(Map<String, List<String>> headers, List<HeadersListener> listeners,
			EngineRequest request) {
		for (HeadersListener listener : listeners) {
			ApplicationCode.run(() -> listener.customize(headers, request),
					(error) -> logger.error("A headers listener failed", error));
		}
	}

	private void completeIfClosed() {
		if (this.closing && this.sessions.isEmpty()) {
			this.closed.tryEmitEmpty();
		}
	}

	private @Nullable TransportType transport(EngineRequest request) {
		TransportType type = TransportType.byWireName(request.query().get("transport"));
		return (type != null && this.options.transports().contains(type)) ? type : null;
	}

	private static @Nullable String sid(EngineRequest request) {
		String sid = request.query().get("sid");
		return (sid == null || sid.isEmpty()) ? null : sid;
	}

	/** Only the exact number 4 means today's revision. */
	private static Revision revision(EngineRequest request) {
		if ("4".equals(request.query().get("EIO"))) {
			return Revision.FOUR;
		}
		return request.query().getOrDefault("b64", "").isEmpty() ? Revision.THREE : Revision.THREE_BASE64;
	}

	private boolean isSupported(Revision revision) {
		return revision.number() == 4 || this.options.allowEio3();
	}

	/** Clients are told what the filter has for them, the log what went wrong inside. */
	private static String refusal(EngineRequest request, Throwable error) {
		if (error instanceof HandshakeRefusedException) {
			String message = error.getMessage();
			return (message != null) ? message : EngineError.FORBIDDEN.message();
		}
		ApplicationCode.failed(error, (failure) -> logger.warn("The handshake filter failed for a client at {}",
				Printable.of(request.address()), failure));
		return EngineError.FORBIDDEN.message();
	}

	/** Takes what a client sends that was one too many. */
	private static final class NoSession implements WebSocketInbound {

		@Override
		public void text(byte[] utf8) {
		}

		@Override
		public void binary(byte[] data) {
		}

		@Override
		public void partial(int size) {
		}

		@Override
		public void closed(boolean error) {
		}

	}

}
