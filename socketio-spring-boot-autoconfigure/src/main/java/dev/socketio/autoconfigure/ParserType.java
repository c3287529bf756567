package dev.socketio.autoconfigure;

/**
 * How packets are written. Clients have to use the same parser.
 *
 * @since 0.1.0
 */
public enum ParserType {

	/** The parser that clients use by default. */
	JSON,

	/** The parser of clients that use {@code socket.io-msgpack-parser}. */
	MSGPACK

}
