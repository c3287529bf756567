package dev.socketio.adapter.mongo;

import java.time.Clock;
import java.util.Objects;

import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastAck;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.ServerId;
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
 * Messages as documents, with the keys in the order of the Node.js packages (mongo,
 * "Document"). Instances are safe for use by several threads.
 */
final class MongoDocuments {

	/**
	 * The type of documents that hold the session of a disconnected client. Elsewhere it
	 * is that of a goodbye, which this protocol does not have.
	 */
	static final int SESSION = 13;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final String PACKET = "packet";

	private final ClusterMessageCodec codec;

	private final boolean addCreatedAt;

	private final Clock clock;

	MongoDocuments(ClusterMessageCodec codec, boolean addCreatedAt, Clock clock) {
		this.codec = codec;
		this.addCreatedAt = addCreatedAt;
		this.clock = clock;
	}

	ClusterMessageCodec codec() {
		return this.codec;
	}

	/**
	 * Write the document of a server or an emitter.
	 * @throws PacketEncodeException if the message cannot be written
	 */
	byte[] write(Envelope envelope, ObjectId id) {
		try (BasicOutputBuffer buffer = new BasicOutputBuffer(512);
				BsonBinaryWriter out = new BsonBinaryWriter(buffer)) {
			out.writeStartDocument();
			out.writeInt32("type", envelope.type());
			if (!envelope.data().isMissingNode()) {
				out.writeName("data");
				BsonTreeCodec.write(out, data(envelope));
			}
			out.writeString("uid", envelope.sender());
			out.writeString("nsp", BsonTreeCodec.wellFormed(Objects.requireNonNull(envelope.namespace())));
			if (this.addCreatedAt) {
				out.writeDateTime("createdAt", this.clock.millis());
			}
			out.writeObjectId("_id", id);
			out.writeEndDocument();
			return buffer.toByteArray();
		}
		catch (BsonSerializationException ex) {
			throw new PacketEncodeException("Cannot write a document", ex);
		}
	}

	/**
	 * Missing answers are {@code null}, and emitters leave out the flags where nothing
	 * can be flagged.
	 */
	private static JsonNode data(Envelope envelope) {
		if (!(envelope.data() instanceof ObjectNode data)) {
			return envelope.data();
		}
		boolean emitted = ServerId.EMITTER.equals(envelope.uid());
		switch (envelope.type()) {
			case ServerSideEmitResponse.TYPE, BroadcastAck.TYPE -> {
				if (!data.has(PACKET)) {
					data.putNull(PACKET);
				}
			}
			case SocketsJoin.TYPE, SocketsLeave.TYPE, DisconnectSockets.TYPE -> {
				if (emitted) {
					data.withObject("opts").remove("flags");
				}
			}
			default -> {
				// as everywhere
			}
		}
		return data;
	}

	/**
	 * Read a document.
	 * @throws PacketFormatException if it is no BSON
	 */
	static Stored read(RawBsonDocument document) {
		Fields fields = new Fields();
		try (BsonReader in = new BsonBinaryReader(document.getByteBuffer().asNIO())) {
			in.readStartDocument();
			while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
				fields.set(in.readName(), in);
			}
		}
		catch (BsonSerializationException ex) {
			throw new PacketFormatException("no BSON");
		}
		return fields.stored();
	}

	/**
	 * Read a message.
	 * @return the message, {@code null} if the type is unknown
	 * @throws PacketFormatException if something is missing or of another type
	 */
	@Nullable ClusterMessage message(Envelope envelope, String namespace) {
		return (envelope.type() != SESSION) ? this.codec.message(envelope, namespace) : null;
	}

	/**
	 * A document of the collection.
	 *
	 * @param envelope the message
	 * @param id the id of the document as text, {@code null} if it has another type
	 */
	record Stored(Envelope envelope, @Nullable String id) {

	}

	/** The outer fields of a document. */
	private static final class Fields {

		private JsonNode type = NODES.missingNode();

		private JsonNode data = NODES.missingNode();

		private JsonNode uid = NODES.missingNode();

		private JsonNode namespace = NODES.missingNode();

		private JsonNode id = NODES.missingNode();

		void set(String name, BsonReader in) {
			switch (name) {
				case "type" -> this.type = BsonTreeCodec.read(in);
				case "data" -> this.data = BsonTreeCodec.read(in);
				case "uid" -> this.uid = BsonTreeCodec.read(in);
				case "nsp" -> this.namespace = BsonTreeCodec.read(in);
				case "_id" -> this.id = BsonTreeCodec.read(in);
				default -> in.skipValue();
			}
		}

		Stored stored() {
			int number = this.type.isIntegralNumber() ? this.type.asInt(Envelope.UNKNOWN_TYPE) : Envelope.UNKNOWN_TYPE;
			return new Stored(new Envelope(number, this.data, text(this.uid), text(this.namespace), null),
					text(this.id));
		}

		private static @Nullable String text(JsonNode node) {
			return node.isString() ? node.stringValue() : null;
		}

	}

}
