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
 * @param data what the application keeps with it
 */
public record SocketDescription(String id, Map<String, @Nullable Object> handshake, Set<String> rooms,
		Map<String, @Nullable Object> data) {

}
