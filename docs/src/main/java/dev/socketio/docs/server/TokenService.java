package dev.socketio.docs.server;

import reactor.core.publisher.Mono;

/**
 * Knows who has which token.
 */
public interface TokenService {

	/**
	 * Find the owner of a token.
	 * @param token the token
	 * @return the name of the owner, or nothing
	 */
	Mono<String> verify(String token);

}
