package dev.socketio.adapter.cluster;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contents of broadcasts as the emitters of Node.js write them: those of servers with
 * the keys in another order. Instances are safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class EmitterMessageCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final ClusterMessageCodec messages;

	/**
	 * Create a codec.
	 * @param messages encodes what emitters and servers have in common
	 */
	public EmitterMessageCodec(ClusterMessageCodec messages) {
		this.messages = messages;
	}

	/**
	 * Write the content of a broadcast.
	 * @param broadcast the broadcast
	 * @return the content
	 */
	public ObjectNode write(Broadcast broadcast) {
		ObjectNode data = NODES.objectNode();
		data.set("packet", this.messages.packet(broadcast.packet()).put("nsp", broadcast.packet().namespace()));
		return data.set("opts", options(broadcast.options()));
	}

	/**
	 * Write the targets of a broadcast.
	 * @param options the options
	 * @return rooms, flags and exceptions
	 */
	public static ObjectNode options(BroadcastOptions options) {
		ObjectNode tree = NODES.objectNode();
		tree.set("rooms", ClusterMessageCodec.strings(options.rooms()));
		ObjectNode flags = tree.putObject("flags");
		BroadcastFlags set = options.flags();
		if (set.isVolatile()) {
			flags.put("volatile", true);
		}
		if (set.compress() != null) {
			flags.put("compress", set.compress().booleanValue());
		}
		tree.set("except", ClusterMessageCodec.strings(options.except()));
		return tree;
	}

}
