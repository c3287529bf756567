package dev.socketio.adapter.cluster;

import java.util.List;
import java.util.Set;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * What servers of a cluster tell each other. The numbers of the types are those of the
 * Node.js packages.
 *
 * @since 0.1.0
 */
public sealed interface ClusterMessage {

	/**
	 * Return the number of the type.
	 * @return the number on the wire
	 */
	int type();

	/** A new server wants to know who is there. */
	record InitialHeartbeat() implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 1;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/** A server is alive. */
	record Heartbeat() implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 2;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * An event for clients.
	 *
	 * @param packet the event packet
	 * @param options whom to address
	 * @param requestId identifies the answers, {@code null} if none are wanted
	 */
	record Broadcast(Packet packet, BroadcastOptions options, @Nullable String requestId) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 3;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * Sockets are to join rooms.
	 *
	 * @param options whom to address
	 * @param rooms the rooms to join
	 */
	record SocketsJoin(BroadcastOptions options, Set<String> rooms) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 4;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * Sockets are to leave rooms.
	 *
	 * @param options whom to address
	 * @param rooms the rooms to leave
	 */
	record SocketsLeave(BroadcastOptions options, Set<String> rooms) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 5;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * Sockets are to leave the namespace.
	 *
	 * @param options whom to address
	 * @param close whether their connections are closed too
	 */
	record DisconnectSockets(BroadcastOptions options, boolean close) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 6;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * Servers are to describe their sockets.
	 *
	 * @param options whom to address
	 * @param requestId identifies the answers
	 */
	record FetchSockets(BroadcastOptions options, String requestId) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 7;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * The sockets of one server.
	 *
	 * @param requestId the request
	 * @param sockets the descriptions
	 */
	record FetchSocketsResponse(String requestId, List<SocketDescription> sockets) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 8;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * An event for the servers themselves.
	 *
	 * @param packet the event name and the arguments
	 * @param requestId identifies the answers, {@code null} if none are wanted
	 */
	record ServerSideEmit(List<@Nullable Object> packet, @Nullable String requestId) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 9;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * The answer of one server to an event.
	 *
	 * @param requestId the request
	 * @param answer one value, or none
	 */
	record ServerSideEmitResponse(String requestId, List<@Nullable Object> answer) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 10;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * How many clients of one server were asked for an acknowledgement.
	 *
	 * @param requestId the request
	 * @param count the number of clients
	 */
	record BroadcastClientCount(String requestId, int count) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 11;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/**
	 * The acknowledgement of one client.
	 *
	 * @param requestId the request
	 * @param answer one value, or none
	 */
	record BroadcastAck(String requestId, List<@Nullable Object> answer) implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 12;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/** A server goes away. */
	record AdapterClose() implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 13;

		@Override
		public int type() {
			return TYPE;
		}

	}

}
