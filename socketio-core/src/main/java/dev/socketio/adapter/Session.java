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
 * @param startOffset the offset at the time of the connection, for clients that have
 * received nothing; {@code null} if there was none
 * @since 0.1.0
 */
public record Session(String sid, String pid, Set<String> rooms, Map<String, @Nullable Object> data,
		@Nullable String startOffset) {

	/** The private id is a credential. */
	@Override
	public String toString() {
		return "Session[sid=" + this.sid + ", rooms=" + this.rooms + "]";
	}

}
