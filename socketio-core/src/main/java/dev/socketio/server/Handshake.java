package dev.socketio.server;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a client from the first HTTP request of its connection, and the credentials
 * that it sent when it entered the namespace. An upgrade of the transport does not change
 * them. Instances are safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface Handshake {

	/**
	 * Return the headers of the request.
	 * @return lower-case names with all their values, unmodifiable
	 */
	Map<String, List<String>> headers();

	/**
	 * Return the query parameters of the request.
	 * @return decoded values, the last one of repeated parameters, unmodifiable
	 */
	Map<String, String> query();

	/**
	 * Return the credentials that came with the {@code CONNECT} packet of this namespace.
	 * @return the object, empty if the client sent none
	 */
	Map<String, Object> auth();

	/**
	 * Return the credentials that came with the {@code CONNECT} packet of this namespace
	 * as the only argument, to be read with a type.
	 * @return the payload; its size is 0 if the client sent none
	 */
	Arguments authPayload();

	/**
	 * Return the request target.
	 * @return path and query, as sent
	 */
	String url();

	/**
	 * Return the address of the peer. Forwarding headers are taken into account as the
	 * web server is configured.
	 * @return the IP address, or {@code null} if it is unknown
	 */
	@Nullable String address();

	/**
	 * Return whether the request came over TLS.
	 * @return {@code true} for https and wss
	 */
	boolean isSecure();

	/**
	 * Return whether the request had an {@code Origin} header.
	 * @return {@code true} if it had one. Browsers send it with requests to other origins
	 * and with every WebSocket handshake; other clients rarely do.
	 */
	boolean isCrossDomain();

	/**
	 * Return when the connection was opened.
	 * @return the time, with a precision of milliseconds
	 */
	Instant issued();

	/**
	 * Return the user that the web application has authenticated.
	 * @return the principal of the request, or {@code null} if there is none
	 */
	@Nullable Principal principal();

}
