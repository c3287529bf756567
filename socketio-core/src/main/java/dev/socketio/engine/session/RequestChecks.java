package dev.socketio.engine.session;

import dev.socketio.engine.EngineError;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.TransportType;
import dev.socketio.internal.ApplicationCode;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides whether a request is served, in the same way for HTTP requests and WebSocket
 * handshakes. Methods may be called from any thread.
 */
final class RequestChecks {

	private final EngineOptions options;

	private final SessionRegistry sessions;

	private final HandshakeFilter filter;

	private final Refusals refusals = new Refusals();

	RequestChecks(EngineOptions options, SessionRegistry sessions, HandshakeFilter filter) {
		this.options = options;
		this.sessions = sessions;
		this.filter = filter;
	}

	Refusals refusals() {
		return this.refusals;
	}

	/**
	 * Check a request.
	 * @param request the request
	 * @param webSocket whether it is a WebSocket handshake
	 * @return the request if it is to be served; fails with
	 * {@link RequestRefusedException} otherwise
	 */
	Mono<AcceptedRequest> check(EngineRequest request, boolean webSocket) {
		EngineQuery query = EngineQuery.of(request, this.options);
		String sid = query.sid();
		EngineSession session = (sid != null) ? this.sessions.get(sid) : null;
		EngineError error = error(request, query, session, webSocket);
		if (error != null) {
			return refuse(request, error, error.message());
		}
		AcceptedRequest accepted = new AcceptedRequest(request, query.revision(), session);
		return (session != null) ? Mono.just(accepted) : checkHandshake(accepted);
	}

	private @Nullable EngineError error(EngineRequest request, EngineQuery query, @Nullable EngineSession session,
			boolean webSocket) {
		if (query.transport() == null) {
			return EngineError.UNKNOWN_TRANSPORT;
		}
		boolean fits = webSocket == (query.transport() == TransportType.WEBSOCKET);
		if (webSocket && !fits) {
			return EngineError.BAD_REQUEST;
		}
		if (query.sid() == null) {
			if (!"GET".equals(request.method())) {
				return EngineError.BAD_HANDSHAKE_METHOD;
			}
			return fits ? null : EngineError.BAD_REQUEST;
		}
		if (session == null) {
			return EngineError.UNKNOWN_SID;
		}
		boolean possible = webSocket ? this.options.allowUpgrades() : session.transport() == TransportType.POLLING;
		return (fits && possible && session.protocol() == query.revision().number()) ? null : EngineError.BAD_REQUEST;
	}

	private Mono<AcceptedRequest> checkHandshake(AcceptedRequest accepted) {
		EngineRequest request = accepted.request();
		return ApplicationCode.mono(this.filter, () -> this.filter.filter(request))
			.onErrorResume((error) -> refuse(request, EngineError.FORBIDDEN, Refusals.message(request, error)))
			.then(Mono.defer(() -> {
				EngineError error = EngineError.UNSUPPORTED_PROTOCOL_VERSION;
				return (accepted.revision().number() == 4 || this.options.allowEio3()) ? Mono.just(accepted)
						: refuse(request, error, error.message());
			}));
	}

	private <T> Mono<T> refuse(EngineRequest request, EngineError error, String message) {
		this.refusals.refused(request, error, message);
		return Mono.error(new RequestRefusedException(error, message));
	}

	/**
	 * A request that is to be served.
	 *
	 * @param request the request
	 * @param revision the protocol revision
	 * @param session its session, or {@code null} if it opens one
	 */
	record AcceptedRequest(EngineRequest request, Revision revision, @Nullable EngineSession session) {

	}

}
