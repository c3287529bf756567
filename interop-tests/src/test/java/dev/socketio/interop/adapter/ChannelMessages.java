package dev.socketio.interop.adapter;

import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

// tag::messages[]
/**
 * Messages as bytes: maps in MessagePack, so that bytes in arguments stay bytes.
 */
final class ChannelMessages {

	private static final String SENDER = "uid";

	private static final String TYPE = "type";

	private static final String CONTENT = "data";

	private final ClusterMessageCodec trees;

	ChannelMessages(JsonMapper mapper) {
		this.trees = new ClusterMessageCodec(mapper);
	}

	byte[] write(String sender, ClusterMessage message) {
		ObjectNode tree = JsonNodeFactory.instance.objectNode().put(SENDER, sender).put(TYPE, message.type());
		ObjectNode content = this.trees.write(message);
		if (content != null) {
			tree.set(CONTENT, content);
		}
		return MsgpackTreeCodec.write(tree);
	}

	Received read(byte[] bytes, String namespace) {
		JsonNode tree = MsgpackTreeCodec.read(bytes);
		String sender = tree.path(SENDER).asString("");
		if (sender.isEmpty()) {
			throw new PacketFormatException("no sender");
		}
		return new Received(sender, this.trees.read(tree.path(TYPE).asInt(0), tree.path(CONTENT), namespace));
	}

	/**
	 * A message that has arrived.
	 *
	 * @param sender the id of the server, or that of all emitters
	 * @param message the message, {@code null} if its type is unknown
	 */
	record Received(String sender, @Nullable ClusterMessage message) {

	}

}
// end::messages[]
