package dev.socketio.adapter;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A socket as servers describe it to each other.
 *
 * @param id its id
 * @param handshake its handshake, as JSON values
 * @param rooms its rooms
 * @param data the data that the application keeps with it: a {@code Map} for sockets of
 * Java servers, any JSON value for those of Node.js servers
 * @since 0.1.0
 */
public record SocketDescription(String id, Map<String, @Nullable Object> handshake, Set<String> rooms,
		@Nullable Object data) {

}
