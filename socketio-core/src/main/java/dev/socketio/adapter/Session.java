package dev.socketio.adapter;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The state of a disconnected socket, kept so that its client can be recovered.
 *
 * @param sid the public id
 * @param pid the private id, a credential
 * @param rooms the rooms at the disconnection
 * @param data the data of the socket. On Node.js servers they may be any value; where
 * they are not a map, the session cannot be taken, and the client starts anew
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
