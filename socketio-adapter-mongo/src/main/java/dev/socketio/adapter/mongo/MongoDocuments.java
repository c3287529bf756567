package dev.socketio.adapter.mongo;

import java.time.Clock;

import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastAck;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.EmitterMessageCodec;
import dev.socketio.protocol.PacketEncodeException;
import dev.socketio.protocol.PacketFormatException;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonReader;
import org.bson.BsonSerializationException;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as documents, with the keys in the order of the Node.js packages. Instances
 * are safe for use by several threads.
 */
final class MongoDocuments {

	/** Type of documents that hold the session of a disconnected client. */
	static final int SESSION = 13;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final String PACKET = "packet";

	private static final String FLAGS = "flags";

	private final ClusterMessageCodec trees;

	private final EmitterMessageCodec broadcasts;

	private final boolean addCreatedAt;

	private final Clock clock;

	MongoDocuments(ClusterMessageCodec trees, boolean addCreatedAt, Clock clock) {
		this.trees = trees;
		this.broadcasts = new EmitterMessageCodec(trees);
		this.addCreatedAt = addCreatedAt;
		this.clock = clock;
	}

	ClusterMessageCodec trees() {
		return this.trees;
	}

	/** What a server writes. */
	RawBsonDocument message(String uid, String namespace, ClusterMessage message, ObjectId id) {
		ObjectNode data = this.trees.write(message);
		boolean isAnswer = message instanceof ServerSideEmitResponse || message instanceof BroadcastAck;
		if (data != null && isAnswer && !data.has(PACKET)) {
			data.putNull(PACKET);
		}
		return write(message.type(), data, uid, namespace, id);
	}

	/** What an emitter writes. */
	RawBsonDocument emitterMessage(String uid, String namespace, ClusterMessage message, ObjectId id) {
		return write(message.type(), emitterData(message), uid, namespace, id);
	}

	/** The same as for servers, with other keys in another order. */
	private @Nullable ObjectNode emitterData(ClusterMessage message) {
		if (message instanceof Broadcast broadcast) {
			return this.broadcasts.write(broadcast);
		}
		ObjectNode data = this.trees.write(message);
		if (data != null && (message instanceof SocketsJoin || message instanceof SocketsLeave
				|| message instanceof DisconnectSockets)) {
			data.withObject("opts").remove(FLAGS);
		}
		return data;
	}

	RawBsonDocument write(int type, @Nullable ObjectNode data, String uid, String namespace, ObjectId id) {
		try (BasicOutputBuffer buffer = new BasicOutputBuffer(512);
				BsonBinaryWriter out = new BsonBinaryWriter(buffer)) {
			out.writeStartDocument();
			out.writeInt32("type", type);
			if (data != null) {
				out.writeName("data");
				BsonTreeCodec.write(out, data);
			}
			out.writeString("uid", uid);
			out.writeString("nsp", BsonTreeCodec.wellFormed(namespace));
			if (this.addCreatedAt) {
				out.writeDateTime("createdAt", this.clock.millis());
			}
			out.writeObjectId("_id", id);
			out.writeEndDocument();
			return new RawBsonDocument(buffer.getInternalBuffer(), 0, buffer.getSize());
		}
		catch (BsonSerializationException ex) {
			throw new PacketEncodeException("Cannot write a document", ex);
		}
	}

	/**
	 * Read a document.
	 * @throws PacketFormatException if it does not say what it is
	 */
	static Envelope read(RawBsonDocument document) {
		Envelope envelope = new Envelope();
		try (BsonReader in = new BsonBinaryReader(document.getByteBuffer().asNIO())) {
			in.readStartDocument();
			while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
				envelope.set(in.readName(), in);
			}
		}
		catch (BsonSerializationException ex) {
			throw new PacketFormatException("no BSON");
		}
		return envelope;
	}

	/**
	 * Read a message.
	 * @return the message, {@code null} if the type is unknown
	 * @throws PacketFormatException if something is missing or of another type
	 */
	@Nullable ClusterMessage message(Envelope envelope, String namespace) {
		int type = envelope.type();
		return (type != SESSION) ? this.trees.read(type, envelope.data(), namespace) : null;
	}

	/**
	 * A document with its outer fields taken apart.
	 */
	static final class Envelope {

		private JsonNode type = NODES.missingNode();

		private JsonNode data = NODES.missingNode();

		private JsonNode uid = NODES.missingNode();

		private JsonNode namespace = NODES.missingNode();

		private JsonNode id = NODES.missingNode();

		private void set(String name, BsonReader in) {
			switch (name) {
				case "type" -> this.type = BsonTreeCodec.read(in);
				case "data" -> this.data = BsonTreeCodec.read(in);
				case "uid" -> this.uid = BsonTreeCodec.read(in);
				case "nsp" -> this.namespace = BsonTreeCodec.read(in);
				case "_id" -> this.id = BsonTreeCodec.read(in);
				default -> in.skipValue();
			}
		}

		/** The number of the type, -1 if it is none. */
		int type() {
			return this.type.isIntegralNumber() ? this.type.asInt(-1) : -1;
		}

		JsonNode data() {
			return this.data;
		}

		/** The sender, {@code null} if it did not say who it is. */
		@Nullable String uid() {
			return this.uid.isString() ? this.uid.stringValue() : null;
		}

		/** The namespace, {@code null} if there is none. */
		@Nullable String namespace() {
			return this.namespace.isString() ? this.namespace.stringValue() : null;
		}

		/** The id as text, {@code null} if it has another type. */
		@Nullable String id() {
			return this.id.isString() ? this.id.stringValue() : null;
		}

	}

}
