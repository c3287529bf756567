package dev.socketio.engine.session;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.socketio.engine.Engine;
import dev.socketio.engine.EngineError;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.HeadersListener;
import dev.socketio.engine.RefusalListener;
import dev.socketio.engine.TransportType;
import dev.socketio.engine.session.RequestChecks.AcceptedRequest;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.RandomIds;
import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * An Engine.IO server without the HTTP part: opens sessions and hands later requests to
 * them. Methods may be called from any thread.
 *
 * @since 0.1.0
 */
public final class EngineServer implements Engine, EngineEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(EngineServer.class);

	private final SessionContext context;

	private final RequestChecks checks;

	private final SessionHandler handler;

	private final Supplier<String> ids = new RandomIds();

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
		this.context = new SessionContext(Objects.requireNonNull(options, "options"));
		this.checks = new RequestChecks(options, this.context.sessions(), Objects.requireNonNull(filter, "filter"));
		this.handler = Objects.requireNonNull(handler, "handler");
	}

	@Override
	public EngineOptions options() {
		return this.context.options();
	}

	@Override
	public EngineServer onHeaders(HeadersListener listener) {
		this.context.headers().add(listener);
		return this;
	}

	@Override
	public EngineServer onInitialHeaders(HeadersListener listener) {
		this.context.headers().addInitial(listener);
		return this;
	}

	@Override
	public EngineServer onRefusal(RefusalListener listener) {
		this.checks.refusals().add(listener);
		return this;
	}

	@Override
	public long refusalCount(EngineError error) {
		return this.checks.refusals().count(error);
	}

	@Override
	public int clientsCount() {
		return this.context.sessions().size();
	}

	@Override
	public int clientsCount(TransportType transport) {
		return this.context.sessions().size(transport);
	}

	/**
	 * Return the open sessions.
	 * @return a live view, unmodifiable
	 */
	public Collection<EngineSession> sessions() {
		return this.context.sessions().all();
	}

	@Override
	public long overflowCount() {
		return this.context.overflows();
	}

	@Override
	public long bufferedBytes() {
		return this.context.backlogs().bytes();
	}

	@Override
	public long shedCount() {
		return this.context.sheddings();
	}

	@Override
	public long pendingBytes() {
		return this.context.pendingInput().bytes();
	}

	@Override
	public Mono<EngineResponse> handle(EngineRequest request, RequestBody body, EventLoop loop) {
		return this.checks.check(request, false)
			.flatMap((accepted) -> serve(accepted, body, loop))
			.onErrorResume(RequestRefusedException.class, (refused) -> Mono.just(refused.response()));
	}

	@Override
	public Mono<WebSocketDecision> handleWebSocket(EngineRequest request) {
		return this.checks.check(request, true)
			.map(this::accept)
			.onErrorResume(RequestRefusedException.class, (refused) -> Mono.just(refused.decision()));
	}

	/**
	 * Refuse new sessions and close all others. Messages that were not sent yet are
	 * dropped.
	 * @return completes when all are closed
	 */
	public Mono<Void> close() {
		return this.context.sessions().close();
	}

	private Mono<EngineResponse> serve(AcceptedRequest accepted, RequestBody body, EventLoop loop) {
		EngineSession session = accepted.session();
		if (session == null) {
			return openPolling(accepted, loop);
		}
		return switch (accepted.request().method()) {
			case "GET" -> PollingTransport.get(session, accepted.request());
			case "POST" -> PollingUpload.of(session, accepted.request(), body);
			default -> Mono.just(EngineResponse.empty(405));
		};
	}

	private Mono<EngineResponse> openPolling(AcceptedRequest accepted, EventLoop loop) {
		if (!this.context.sessions().reserve(accepted.request())) {
			return Mono.just(EngineResponse.empty(503));
		}
		EngineSession session = create(accepted, loop, PollingTransport::new);
		return Mono.create((sink) -> session.execute(() -> {
			this.context.sessions().add(session);
			Revision.Payload open = accepted.revision().encode(List.of(EnginePacket.open(session, options())));
			sink.success(EngineResponse.payload(open.bytes(), open.contentType(), false,
					this.context.headers().ofFirst(session)));
			open(session);
		}));
	}

	private WebSocketDecision accept(AcceptedRequest accepted) {
		WebSocketFormat format = this.context.format(accepted.revision());
		EngineSession session = accepted.session();
		if (session != null) {
			return WebSocketDecision.accepted(this.context.headers().of(accepted.request()),
					new WebSocketOpener(format, session.upgrade()::offer));
		}
		return WebSocketDecision.accepted(this.context.headers().ofFirst(accepted.request()),
				new WebSocketOpener(format, (connection, loop) -> openWebSocket(accepted, connection, loop)));
	}

	private WebSocketInbound openWebSocket(AcceptedRequest accepted, WebSocketConnection connection, EventLoop loop) {
		if (!this.context.sessions().reserve(accepted.request())) {
			connection.close();
			return new NoSession();
		}
		EngineSession session = create(accepted, loop,
				(created) -> new WebSocketTransport(connection, loop, this.context));
		this.context.sessions().add(session);
		try {
			session.sendControl(EnginePacket.open(session, options()));
			open(session);
			return session.inbound();
		}
		catch (Throwable ex) {
			// without memory for its first packet
			session.closeNow();
			throw ex;
		}
	}

	private EngineSession create(AcceptedRequest accepted, EventLoop loop,
			Function<EngineSession, Transport> transport) {
		return new EngineSession(this.ids.get(), this.context, accepted.request(), loop, accepted.revision(),
				transport);
	}

	private void open(EngineSession session) {
		boolean opened = ApplicationCode.run(() -> session.life().open(this.handler),
				(error) -> logger.error("The handler of a new session failed", error));
		if (!opened || this.context.sessions().isClosing()) {
			session.closeNow();
		}
	}

}
