package dev.socketio.server;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a client from the first HTTP request of its connection, and what it
 * sent along when it entered the namespace. An upgrade of the transport changes nothing
 * of it.
 */
public interface Handshake {

	/**
	 * Return the headers of the request.
	 * @return lower-case names with all their values, unmodifiable
	 */
	Map<String, List<String>> headers();

	/**
	 * Return the query parameters of the request.
	 * @return decoded, the last value of repeated ones, unmodifiable
	 */
	Map<String, String> query();

	/**
	 * Return the credentials that came with this namespace's {@code CONNECT} packet.
	 * @return the object, empty if the client sent none
	 */
	Map<String, Object> auth();

	/**
	 * Return the credentials that came with this namespace's {@code CONNECT} packet, as
	 * the only argument, for reading them with a type.
	 * @return the payload; its size is 0 if the client sent none
	 */
	Arguments authPayload();

	/**
	 * Return the request target.
	 * @return path and query, as sent
	 */
	String url();

	/**
	 * Return the address of the peer. Forwarding headers count as the web server is
	 * configured to treat them.
	 * @return the IP address, or {@code null} if there is none
	 */
	@Nullable String address();

	/**
	 * Return whether the request came over TLS.
	 * @return {@code true} for https and wss
	 */
	boolean secure();

	/**
	 * Return whether the request had an {@code Origin} header.
	 * @return {@code true} for cross-domain requests of browsers
	 */
	boolean xdomain();

	/**
	 * Return when the connection was opened.
	 * @return milliseconds since the epoch
	 */
	long issued();

	/**
	 * Return who the web application says the client is.
	 * @return the principal of the request, or {@code null}
	 */
	@Nullable Principal principal();

	/**
	 * Return what the web layer attached to the request.
	 * @return attributes, unmodifiable
	 */
	Map<String, Object> attributes();

	/**
	 * Return this handshake in the form that Node.js servers exchange.
	 * @return a new map of JSON values
	 */
	Map<String, @Nullable Object> toMap();

}
