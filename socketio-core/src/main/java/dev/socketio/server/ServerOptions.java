package dev.socketio.server;

import java.time.Duration;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.RoomLimits;
import dev.socketio.protocol.DecoderLimits;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a server.
 *
 * @param connectTimeout time to join a first namespace
 * @param ackTimeout time to wait for acknowledgements by default
 * @param decoderLimits limits of a packet
 * @param maxNamespacesPerConnection namespaces of a connection
 * @param maxPendingAcks acknowledgements that a socket may wait for
 * @param maxAckBytes bytes of all answers to one broadcast
 * @param maxDynamicNamespaces children of dynamic namespaces
 * @param maxDynamicNamespacesPerConnection children that exist because of one connection
 * @param roomLimits limits of rooms
 * @param packetTimeout time for a binary packet to arrive
 * @param cleanupEmptyChildNamespaces whether empty children go away
 * @param recovery how sessions are recovered, {@code null} if they are not
 */
record ServerOptions(Duration connectTimeout, Duration ackTimeout, DecoderLimits decoderLimits,
		int maxNamespacesPerConnection, int maxPendingAcks, long maxAckBytes, int maxDynamicNamespaces,
		int maxDynamicNamespacesPerConnection, RoomLimits roomLimits, Duration packetTimeout,
		boolean cleanupEmptyChildNamespaces, @Nullable RecoveryOptions recovery) {

}
