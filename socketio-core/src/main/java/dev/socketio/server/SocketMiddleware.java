package dev.socketio.server;

import dev.socketio.protocol.Arguments;
import reactor.core.publisher.Mono;

/**
 * Decides which events of a socket reach its listeners. Later events of the socket wait
 * for the decision.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SocketMiddleware {

	/**
	 * Check an event. Called on the event loop of the connection, so it must not block;
	 * the returned {@code Mono} may complete on any thread.
	 * @param event the event name
	 * @param args the arguments that the client sent
	 * @return completes to let the event through; fails to drop it, which is reported to
	 * the socket's error listeners and not to the client
	 * @throws Exception to drop the event at once
	 */
	Mono<Void> handle(String event, Arguments args) throws Exception;

}
