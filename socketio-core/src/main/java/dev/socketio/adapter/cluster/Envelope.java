package dev.socketio.adapter.cluster;

import java.util.Objects;

import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastAck;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSocketsResponse;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.ValueCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message with its sender and its namespace, as it travels between servers. The fields
 * are those of the Node.js packages (cluster core, "Envelope").
 *
 * @param type the number of the type, {@link #UNKNOWN_TYPE} if there is none
 * @param data the content, a missing node if there is none
 * @param uid the id of the sender, {@code null} if it is not given
 * @param namespace the name of the namespace, {@code null} if it is not given
 * @param requester the id of the server that asked, if this is an answer and the bus
 * addresses answers, otherwise {@code null}
 * @since 0.1.0
 */
public record Envelope(int type, JsonNode data, @Nullable String uid, @Nullable String namespace,
		@Nullable String requester) {

	/** The type of messages whose type is missing or not a whole number. */
	public static final int UNKNOWN_TYPE = -1;

	/** The name that Node.js makes of a missing one. */
	private static final String UNKNOWN_SENDER = "undefined";

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/**
	 * Create an envelope.
	 * @param type the number of the type
	 * @param data the content, {@code null} if there is none
	 * @param uid the id of the sender
	 * @param namespace the name of the namespace
	 * @return an envelope for all servers
	 */
	public static Envelope of(int type, @Nullable JsonNode data, String uid, String namespace) {
		return new Envelope(type, (data != null) ? data : NODES.missingNode(), uid, namespace, null);
	}

	/**
	 * Read an envelope from a map with the keys {@code type}, {@code data}, {@code uid}
	 * and {@code nsp}. Other keys are ignored.
	 * @param tree the map
	 * @return the envelope
	 * @throws PacketFormatException if the tree is not a map
	 */
	public static Envelope read(JsonNode tree) {
		if (!tree.isObject()) {
			throw new PacketFormatException("no map");
		}
		JsonNode type = tree.path("type");
		return new Envelope(type.isIntegralNumber() ? type.asInt(UNKNOWN_TYPE) : UNKNOWN_TYPE, tree.path("data"),
				text(tree.path("uid")), text(tree.path("nsp")), null);
	}

	private static @Nullable String text(JsonNode node) {
		return node.isValueNode() && !node.isNull() ? node.asString() : null;
	}

	/**
	 * Return this envelope as a map, with the keys in the order of Node.js.
	 * @return a new tree, which shares the content
	 */
	public ObjectNode tree() {
		ObjectNode tree = NODES.objectNode().put("type", this.type);
		if (!this.data.isMissingNode()) {
			tree.set("data", this.data);
		}
		if (this.uid != null) {
			tree.put("uid", this.uid);
		}
		return (this.namespace != null) ? tree.put("nsp", this.namespace) : tree;
	}

	/**
	 * Return this envelope with an addressee.
	 * @param server the id of the server that asked
	 * @return a new envelope
	 */
	public Envelope to(String server) {
		return new Envelope(this.type, this.data, this.uid, this.namespace, server);
	}

	/**
	 * Return this envelope without its content.
	 * @return a new envelope
	 */
	public Envelope withoutData() {
		return new Envelope(this.type, NODES.missingNode(), this.uid, this.namespace, this.requester);
	}

	/**
	 * Return the id of the sender.
	 * @return the id; the one that Node.js assumes if it is not given
	 */
	public String sender() {
		return Objects.requireNonNullElse(this.uid, UNKNOWN_SENDER);
	}

	/**
	 * Return whether Node.js looks for bytes in messages of this type, and there are
	 * some. Packages that write JSON write such messages as MessagePack.
	 * @return whether the content has to be written in a binary format
	 */
	public boolean isBinary() {
		return switch (this.type) {
			case Broadcast.TYPE, FetchSocketsResponse.TYPE, ServerSideEmit.TYPE, ServerSideEmitResponse.TYPE,
					BroadcastAck.TYPE ->
				ValueCodec.hasBinary(this.data);
			default -> false;
		};
	}

}
