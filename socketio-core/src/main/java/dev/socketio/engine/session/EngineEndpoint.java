package dev.socketio.engine.session;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import io.netty.channel.EventLoop;
import reactor.core.publisher.Mono;

/**
 * Serves the HTTP requests of an endpoint. The web layer calls it, from any thread.
 *
 * @since 0.1.0
 */
public interface EngineEndpoint {

	/**
	 * Return the settings.
	 * @return the settings
	 */
	EngineOptions options();

	/**
	 * Serve a request that is not a WebSocket handshake. The web layer cancels the result
	 * when the client has closed its connection.
	 * @param request the request
	 * @param body its body
	 * @param loop the event loop of its connection
	 * @return the response; fails with {@link RequestAbortedException} if the connection
	 * has to be closed instead
	 */
	Mono<EngineResponse> handle(EngineRequest request, RequestBody body, EventLoop loop);

	/**
	 * Decide about a WebSocket handshake.
	 * @param request the request
	 * @return whether to accept it, and with which response
	 */
	Mono<WebSocketDecision> handleWebSocket(EngineRequest request);

}
