package dev.socketio.engine;

import dev.socketio.internal.ApplicationCode;
import reactor.core.publisher.Mono;

/**
 * Decides whether a client may open a session, known as {@code allowRequest} in Node.js.
 * Asked once for each session, whatever the transport, never for later requests.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandshakeFilter {

	/**
	 * Decide about the first request of a client. Must not block.
	 * @param request the request
	 * @return completes to accept; fails with {@link HandshakeRefusedException} to refuse
	 * with a message for the client. Any other failure refuses with the message
	 * {@code Forbidden}.
	 */
	Mono<Void> filter(EngineRequest request);

	/**
	 * Combine with another filter.
	 * @param next asked after this one has accepted
	 * @return a filter that accepts the requests that both accept
	 */
	default HandshakeFilter and(HandshakeFilter next) {
		return (request) -> ApplicationCode.mono(this, () -> filter(request))
			.then(ApplicationCode.mono(next, () -> next.filter(request)));
	}

}
