package dev.socketio.server;

import reactor.core.publisher.Mono;

/**
 * Decides whether a client may enter a namespace. Middlewares run one after the other, in
 * the order of their registration, before the socket is connected. Until all of them have
 * agreed, the socket receives no broadcasts and its events are not delivered.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamespaceMiddleware {

	/**
	 * Check a socket that is about to connect. Called on the event loop of the
	 * connection, so it must not block; the returned {@code Mono} may complete on any
	 * thread.
	 * @param socket the socket; its handshake, data and rooms can be used
	 * @return completes to let the socket in; fails with {@link ConnectRefusedException}
	 * to refuse it with a message for the client. Any other failure refuses it with a
	 * general message.
	 * @throws Exception to refuse the socket at once
	 */
	Mono<Void> handle(Socket socket) throws Exception;

}
