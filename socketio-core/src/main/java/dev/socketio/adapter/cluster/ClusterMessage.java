package dev.socketio.adapter.cluster;

import java.util.List;
import java.util.Set;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A message between the servers of a cluster. The numbers of the types are those of the
 * Node.js packages (cluster core, "Message types").
 *
 * @since 0.1.0
 */
public sealed interface ClusterMessage {

	/**
	 * Return the number of the type.
	 * @return the number on the wire
	 */
	int type();

	/** The announcement of a new server; the others answer with a heartbeat. */
	record InitialHeartbeat() implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 1;

		@Override
		public int type() {
			return TYPE;
		}

	}

	/** The sender is alive. */
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
	 * @param options the targets
	 * @param requestId the id of the request, {@code null} if no answer is expected
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
	 * Makes sockets join rooms.
	 *
	 * @param options the targets
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
	 * Makes sockets leave rooms.
	 *
	 * @param options the targets
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
	 * Makes sockets leave the namespace.
	 *
	 * @param options the targets
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
	 * Asks for the descriptions of sockets.
	 *
	 * @param options the targets
	 * @param requestId the id of the request
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
	 * @param requestId the id of the request, {@code null} if no answer is expected
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
	 * The number of clients of one server that a broadcast was sent to.
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

	/** The goodbye of a server. */
	record AdapterClose() implements ClusterMessage {

		/** Number of this type. */
		public static final int TYPE = 13;

		@Override
		public int type() {
			return TYPE;
		}

	}

}
