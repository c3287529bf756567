package dev.socketio.engine;

import java.util.List;
import java.util.Map;

/**
 * Adds headers to HTTP responses of the endpoint. Called on an event loop; must not
 * block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HeadersListener {

	/**
	 * Add headers.
	 * @param headers the headers to send, to be changed
	 * @param request the request
	 */
	void onHeaders(Map<String, List<String>> headers, EngineRequest request);

}
