package dev.socketio.server;

import reactor.core.publisher.Mono;

/**
 * Decides whether a client may enter a namespace. Middlewares run one after the other, in
 * the order of their registration, before the socket is connected: nothing is delivered
 * to it, and no event of it to anybody, until all of them said yes.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamespaceMiddleware {

	/**
	 * Look at a socket that wants to connect. Called on the event loop of the connection,
	 * so it must not block; the returned {@code Mono} may complete on any thread.
	 * @param socket the socket; its handshake, data and rooms can be used
	 * @return completes to let the socket in; fails with {@link ConnectRefusedException}
	 * to refuse it with a message for the client. Any other failure refuses it too, with
	 * a message that tells nothing.
	 * @throws Exception to refuse the socket at once
	 */
	Mono<Void> handle(Socket socket) throws Exception;

}
