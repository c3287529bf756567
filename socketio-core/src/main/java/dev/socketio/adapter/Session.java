package dev.socketio.adapter;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a disconnected socket, so that its client can come back to it.
 *
 * @param sid the public id
 * @param pid the private id, a credential
 * @param rooms the rooms at the disconnection
 * @param data what the application kept with the socket
 */
public record Session(String sid, String pid, Set<String> rooms, Map<String, @Nullable Object> data) {

}
