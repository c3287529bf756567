package dev.socketio.engine;

/**
 * The Engine.IO server below a Socket.IO server, as applications see it: settings,
 * numbers, and listeners for requests. Every listener is added to those that are there.
 * Methods may be called from any thread.
 *
 * @since 0.1.0
 */
public interface Engine {

	/**
	 * Return the settings.
	 * @return the settings
	 */
	EngineOptions options();

	/**
	 * Add a listener for the headers of polling responses and of WebSocket handshakes.
	 * @param listener the listener
	 * @return this engine
	 */
	Engine onHeaders(HeadersListener listener);

	/**
	 * Add a listener for the headers of the first response of each session.
	 * @param listener the listener
	 * @return this engine
	 */
	Engine onInitialHeaders(HeadersListener listener);

	/**
	 * Add a listener for requests that are refused with an error of the protocol.
	 * @param listener the listener
	 * @return this engine
	 */
	Engine onRefusal(RefusalListener listener);

	/**
	 * Return the number of open sessions.
	 * @return the number
	 */
	int clientsCount();

	/**
	 * Return the number of open sessions that use a transport now. Counts them one by
	 * one.
	 * @param transport the transport
	 * @return the number
	 */
	int clientsCount(TransportType transport);

	/**
	 * Return how many requests were refused with an error.
	 * @param error the error
	 * @return the number since the start
	 */
	long refusalCount(EngineError error);

	/**
	 * Return how many clients were disconnected because they did not read what was sent
	 * to them.
	 * @return the number since the start
	 */
	long overflowCount();

	/**
	 * Return how many bytes wait to be sent to clients that lag behind. Frames of a
	 * broadcast count once.
	 * @return the number of bytes
	 */
	long bufferedBytes();

	/**
	 * Return how many clients were disconnected because the server held more of the data
	 * that clients had sent than it may hold.
	 * @return the number since the start
	 */
	long shedCount();

	/**
	 * Return how many bytes the server holds of the data that clients have sent: messages
	 * that the application has not handled yet, and parts of messages. Small amounts are
	 * not counted.
	 * @return the number of bytes
	 */
	long pendingBytes();

}
