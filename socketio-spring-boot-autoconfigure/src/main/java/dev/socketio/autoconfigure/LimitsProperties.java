package dev.socketio.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Limits on the resources that clients can occupy.
 *
 * @since 0.1.0
 */
public class LimitsProperties {

	/**
	 * Maximum number of binary attachments of a packet.
	 */
	private int maxAttachments = 10;

	/**
	 * Maximum nesting of arrays and objects in a packet.
	 */
	private int maxDepth = 500;

	/**
	 * Maximum number of arguments of an event or acknowledgement.
	 */
	private int maxArguments = 1000;

	/**
	 * Maximum number of characters of the name of a namespace.
	 */
	private int maxNamespaceLength = 256;

	/**
	 * Maximum number of characters of an event name.
	 */
	private int maxEventNameLength = 256;

	/**
	 * Maximum size of the credentials that a client sends when it connects to a
	 * namespace. A client beyond it is refused.
	 */
	private DataSize maxAuthBytes = DataSize.ofKilobytes(16);

	/**
	 * Maximum size of a packet with binary attachments, all its messages together. By
	 * default, twice the maximum size of a message.
	 */
	private @Nullable DataSize maxPacketBytes;

	/**
	 * Maximum time for a packet with binary attachments to arrive. The connection of a
	 * packet that takes longer is closed.
	 */
	private Duration packetTimeout = Duration.ofSeconds(30);

	/**
	 * Maximum number of characters of the name of a room. Longer ones are refused with an
	 * exception.
	 */
	private int maxRoomLength = 1024;

	/**
	 * Maximum number of rooms of a socket. Joining more is refused with an exception.
	 */
	private int maxRoomsPerSocket = 1000;

	/**
	 * Maximum size of what waits to be sent to a client when the next message comes. A
	 * client beyond it is disconnected.
	 */
	private DataSize maxBufferedBytes = DataSize.ofMegabytes(4);

	/**
	 * Maximum number of packets that wait to be sent to a client. A client beyond it is
	 * disconnected.
	 */
	private int maxBufferedPackets = 65536;

	/**
	 * Maximum size of what waits to be sent to all clients together. Beyond it, clients
	 * that lag behind are disconnected. By default, a quarter of the direct memory or of
	 * the heap, whichever is smaller.
	 */
	private @Nullable DataSize maxTotalBufferedBytes;

	/**
	 * Maximum size of what the server holds of what all clients have sent: events that
	 * wait for listeners, and parts of messages. Beyond it, clients that make it hold
	 * more are disconnected. By default, a quarter of the heap.
	 */
	private @Nullable DataSize maxTotalPendingBytes;

	/**
	 * Maximum number of sessions of the server.
	 */
	private int maxSessions = 100000;

	/**
	 * Maximum number of sessions of a remote address, 0 for any number.
	 */
	private int maxSessionsPerAddress;

	/**
	 * Maximum number of namespaces that a client can be in at the same time.
	 */
	private int maxNamespacesPerConnection = 1000;

	/**
	 * Maximum number of acknowledgements that a socket may owe the server.
	 */
	private int maxPendingAcks = 10000;

	/**
	 * Maximum size of the answers of all clients to one broadcast. Beyond it, the result
	 * of the broadcast fails with an exception.
	 */
	private DataSize maxAckBytes = DataSize.ofMegabytes(16);

	/**
	 * Maximum number of namespaces that dynamic namespaces may create.
	 */
	private int maxDynamicNamespaces = 10000;

	/**
	 * Maximum number of namespaces that dynamic namespaces may create for one connection.
	 */
	private int maxDynamicNamespacesPerConnection = 100;

	public int getMaxAttachments() {
		return this.maxAttachments;
	}

	public void setMaxAttachments(int maxAttachments) {
		this.maxAttachments = maxAttachments;
	}

	public int getMaxDepth() {
		return this.maxDepth;
	}

	public void setMaxDepth(int maxDepth) {
		this.maxDepth = maxDepth;
	}

	public int getMaxArguments() {
		return this.maxArguments;
	}

	public void setMaxArguments(int maxArguments) {
		this.maxArguments = maxArguments;
	}

	public int getMaxNamespaceLength() {
		return this.maxNamespaceLength;
	}

	public void setMaxNamespaceLength(int maxNamespaceLength) {
		this.maxNamespaceLength = maxNamespaceLength;
	}

	public int getMaxEventNameLength() {
		return this.maxEventNameLength;
	}

	public void setMaxEventNameLength(int maxEventNameLength) {
		this.maxEventNameLength = maxEventNameLength;
	}

	public DataSize getMaxAuthBytes() {
		return this.maxAuthBytes;
	}

	public void setMaxAuthBytes(DataSize maxAuthBytes) {
		this.maxAuthBytes = maxAuthBytes;
	}

	public @Nullable DataSize getMaxPacketBytes() {
		return this.maxPacketBytes;
	}

	public void setMaxPacketBytes(@Nullable DataSize maxPacketBytes) {
		this.maxPacketBytes = maxPacketBytes;
	}

	public DataSize getMaxBufferedBytes() {
		return this.maxBufferedBytes;
	}

	public void setMaxBufferedBytes(DataSize maxBufferedBytes) {
		this.maxBufferedBytes = maxBufferedBytes;
	}

	public int getMaxBufferedPackets() {
		return this.maxBufferedPackets;
	}

	public void setMaxBufferedPackets(int maxBufferedPackets) {
		this.maxBufferedPackets = maxBufferedPackets;
	}

	public int getMaxSessions() {
		return this.maxSessions;
	}

	public void setMaxSessions(int maxSessions) {
		this.maxSessions = maxSessions;
	}

	public int getMaxSessionsPerAddress() {
		return this.maxSessionsPerAddress;
	}

	public void setMaxSessionsPerAddress(int maxSessionsPerAddress) {
		this.maxSessionsPerAddress = maxSessionsPerAddress;
	}

	public int getMaxNamespacesPerConnection() {
		return this.maxNamespacesPerConnection;
	}

	public void setMaxNamespacesPerConnection(int maxNamespacesPerConnection) {
		this.maxNamespacesPerConnection = maxNamespacesPerConnection;
	}

	public int getMaxPendingAcks() {
		return this.maxPendingAcks;
	}

	public void setMaxPendingAcks(int maxPendingAcks) {
		this.maxPendingAcks = maxPendingAcks;
	}

	public DataSize getMaxAckBytes() {
		return this.maxAckBytes;
	}

	public void setMaxAckBytes(DataSize maxAckBytes) {
		this.maxAckBytes = maxAckBytes;
	}

	public int getMaxDynamicNamespaces() {
		return this.maxDynamicNamespaces;
	}

	public void setMaxDynamicNamespaces(int maxDynamicNamespaces) {
		this.maxDynamicNamespaces = maxDynamicNamespaces;
	}

	public Duration getPacketTimeout() {
		return this.packetTimeout;
	}

	public void setPacketTimeout(Duration packetTimeout) {
		this.packetTimeout = packetTimeout;
	}

	public int getMaxRoomLength() {
		return this.maxRoomLength;
	}

	public void setMaxRoomLength(int maxRoomLength) {
		this.maxRoomLength = maxRoomLength;
	}

	public int getMaxRoomsPerSocket() {
		return this.maxRoomsPerSocket;
	}

	public void setMaxRoomsPerSocket(int maxRoomsPerSocket) {
		this.maxRoomsPerSocket = maxRoomsPerSocket;
	}

	public @Nullable DataSize getMaxTotalBufferedBytes() {
		return this.maxTotalBufferedBytes;
	}

	public void setMaxTotalBufferedBytes(@Nullable DataSize maxTotalBufferedBytes) {
		this.maxTotalBufferedBytes = maxTotalBufferedBytes;
	}

	public @Nullable DataSize getMaxTotalPendingBytes() {
		return this.maxTotalPendingBytes;
	}

	public void setMaxTotalPendingBytes(@Nullable DataSize maxTotalPendingBytes) {
		this.maxTotalPendingBytes = maxTotalPendingBytes;
	}

	public int getMaxDynamicNamespacesPerConnection() {
		return this.maxDynamicNamespacesPerConnection;
	}

	public void setMaxDynamicNamespacesPerConnection(int maxDynamicNamespacesPerConnection) {
		this.maxDynamicNamespacesPerConnection = maxDynamicNamespacesPerConnection;
	}

}
