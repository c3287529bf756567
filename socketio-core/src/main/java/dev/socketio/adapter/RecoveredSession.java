package dev.socketio.adapter;

import java.util.List;

import dev.socketio.protocol.Packet;

/**
 * A session a client came back to.
 *
 * @param session the session
 * @param missed events that were sent since the client's offset, each with its own offset
 * as last argument
 */
public record RecoveredSession(Session session, List<Packet> missed) {

}
