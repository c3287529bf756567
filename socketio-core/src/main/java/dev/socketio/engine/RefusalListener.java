package dev.socketio.engine;

/**
 * Listens for requests that are refused with an error of the protocol, handshakes above
 * all. Called on the event loop of the request or where a {@link HandshakeFilter}
 * completed; must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RefusalListener {

	/**
	 * A request is refused.
	 * @param request the request; its content was chosen by the client
	 * @param error the error
	 * @param message the message for the client
	 */
	void onRefusal(EngineRequest request, EngineError error, String message);

}
