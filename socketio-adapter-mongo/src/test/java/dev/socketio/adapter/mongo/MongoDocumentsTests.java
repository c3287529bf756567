package dev.socketio.adapter.mongo;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.Session;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.adapter.cluster.SessionCodec;
import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketEncodeException;
import dev.socketio.protocol.PacketFormatException;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MongoDocumentsTests {

	/**
	 * Written differently on purpose: dates are strings here, as in the JSON that clients
	 * get, names of rooms are strings, and there is no negative zero.
	 */
	private static boolean hasOtherTypes(Vectors.Vector vector) {
		String data = vector.decoded().path("data").toString();
		return data.contains("$date") || data.contains("{\"$int32\":123}") || data.contains("\"-0\"");
	}

	static Stream<Vectors.Vector> servers() {
		return Stream.of("mongo.json", "mongo-ttl.json", "csr-mongo-ttl.json", "csr-mongo-capped.json")
			.flatMap((file) -> Vectors.documents(file).stream())
			.filter((vector) -> type(vector.document()) != MongoDocuments.SESSION);
	}

	static Stream<Vectors.Vector> emitters() {
		return Vectors.documents("emitter-mongo.json").stream();
	}

	static Stream<Vectors.Vector> sessions() {
		return Stream.of("csr-mongo-ttl.json", "csr-mongo-capped.json")
			.flatMap((file) -> Vectors.documents(file).stream())
			.filter((vector) -> type(vector.document()) == MongoDocuments.SESSION);
	}

	private static int type(BsonDocument document) {
		return document.getInt32("type").getValue();
	}

	/** With the date of a document, so that it can be written again. */
	private static MongoDocuments documents(BsonDocument like) {
		boolean dated = like.containsKey("createdAt");
		Clock clock = dated
				? Clock.fixed(Instant.ofEpochMilli(like.getDateTime("createdAt").getValue()), ZoneOffset.UTC)
				: Clock.systemUTC();
		return new MongoDocuments(new ClusterMessageCodec(JsonMapper.shared()), dated, clock);
	}

	private static RawBsonDocument emitted(BsonDocument like, String namespace, ClusterMessage message) {
		ObjectNode data = documents(like).codec().writeForEmitter(message);
		return written(like, Envelope.of(message.type(), data, ServerId.EMITTER, namespace));
	}

	private static RawBsonDocument written(BsonDocument like, Envelope envelope) {
		return new RawBsonDocument(documents(like).write(envelope, id(like)));
	}

	private static ObjectId id(BsonDocument document) {
		return document.getObjectId("_id").getValue();
	}

	private static String bytes(RawBsonDocument document) {
		byte[] bytes = new byte[document.getByteBuffer().remaining()];
		document.getByteBuffer().get(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	@Test
	void thereAreVectors() {
		assertThat(servers().count()).isGreaterThan(150);
		assertThat(emitters().count()).isGreaterThan(30);
		assertThat(sessions().count()).isGreaterThan(3);
	}

	@ParameterizedTest
	@MethodSource("servers")
	void documentsOfServersAreReadAndWrittenAlike(Vectors.Vector vector) {
		RawBsonDocument original = vector.document();
		MongoDocuments documents = documents(original);
		MongoDocuments.Stored stored = MongoDocuments.read(original);
		Envelope envelope = stored.envelope();
		String namespace = Objects.requireNonNull(envelope.namespace());
		ClusterMessage message = Objects.requireNonNull(documents.message(envelope, namespace));
		assertThat(message.type()).isEqualTo(type(original));
		assertThat(stored.id()).isEqualTo(id(original).toHexString());
		RawBsonDocument written = written(original, documents.codec().envelope(envelope.sender(), namespace, message));
		if (hasOtherTypes(vector)) {
			assertThat(plain(written)).isEqualTo(plain(original));
		}
		else if (message instanceof Broadcast broadcast && broadcast.requestId() != null) {
			// Node.js adds what it has written into the packet for its own clients;
			// not read
			assertThat(withoutOwnFields(written)).isEqualTo(withoutOwnFields(original));
		}
		else {
			assertThat(bytes(written)).isEqualTo(bytes(original));
		}
	}

	/** As JSON values, whatever the type of the name of a room. */
	private static String plain(RawBsonDocument document) {
		return MongoDocuments.read(document).envelope().data().toString().replace("\"123\"", "123");
	}

	private static BsonDocument withoutOwnFields(RawBsonDocument document) {
		BsonDocument copy = BsonDocument.parse(document.toJson());
		BsonDocument packet = copy.getDocument("data").getDocument("packet");
		packet.remove("nsp");
		packet.remove("id");
		return copy;
	}

	@ParameterizedTest
	@MethodSource("emitters")
	void documentsOfEmittersAreReadAndWrittenAlike(Vectors.Vector vector) {
		RawBsonDocument original = vector.document();
		MongoDocuments documents = documents(original);
		MongoDocuments.Stored stored = MongoDocuments.read(original);
		Envelope envelope = stored.envelope();
		String namespace = Objects.requireNonNull(envelope.namespace());
		assertThat(envelope.uid()).isEqualTo(ServerId.EMITTER);
		ClusterMessage message = Objects.requireNonNull(documents.message(envelope, namespace));
		RawBsonDocument written = emitted(original, namespace, message);
		if (hasOtherTypes(vector)) {
			assertThat(plain(written)).isEqualTo(plain(original));
		}
		else {
			assertThat(bytes(written)).isEqualTo(bytes(original));
		}
	}

	@ParameterizedTest
	@MethodSource("sessions")
	void sessionsAreReadAndWrittenAlike(Vectors.Vector vector) {
		JsonNode data = MongoDocuments.read(vector.document()).envelope().data();
		String pid = data.path("pid").stringValue();
		SessionCodec sessions = new SessionCodec(new ClusterMessageCodec(JsonMapper.shared()).values());
		if (data.has("tombstone")) {
			assertThat(MongoSessions.tombstone(pid)).isEqualTo(data);
			assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> sessions.decode(data, pid));
			return;
		}
		Session session = sessions.decode(data, pid);
		assertThat(session.rooms()).contains(session.sid(), "r1");
		ObjectNode written = sessions.encode(session);
		assertThat(written.toString()).isEqualTo(data.toString());
	}

	@Test
	void emittersWriteWhatTheirCallsSay() {
		emits("sockets-join-filter", (emitter) -> emitter.in("r1").except("r2").socketsJoin("j2", "j3"));
		emits("sockets-leave-nsp", (emitter) -> emitter.of("/chat").socketsLeave("j1", "j2"));
		emits("disconnect-close", (emitter) -> emitter.in("r9").disconnectSockets(true));
		emits("of-no-slash", (emitter) -> emitter.of("chat").to("r1").emit("hello", "nsp2"));
		emits("sse-binary", (emitter) -> emitter.serverSideEmit("sse", new byte[] { 1 }));
	}

	private static void emits(String id, Consumer<SocketIOEmitter> call) {
		RawBsonDocument expected = emitters().filter((vector) -> vector.id().equals(id))
			.findFirst()
			.orElseThrow()
			.document();
		call.accept(new ClusterEmitter((namespace, message) -> {
			RawBsonDocument written = emitted(expected, namespace, message);
			assertThat(bytes(written)).as(id).isEqualTo(bytes(expected));
			return Mono.empty();
		}));
	}

	@Test
	void numbersHaveTheTypesOfJavaScript() {
		Object[] values = { 1, 2L, 3.0, 3.0f, 1.5, 0.1f, 2147483648L, -2147483649L, 1L << 60, -0.0 };
		BsonType[] types = { BsonType.INT32, BsonType.INT32, BsonType.INT32, BsonType.INT32, BsonType.DOUBLE,
				BsonType.DOUBLE, BsonType.DOUBLE, BsonType.DOUBLE, BsonType.INT64, BsonType.DOUBLE };
		assertThat(write("e", values).getDocument("data")
			.getDocument("packet")
			.getArray("data")
			.getValues()
			.stream()
			.skip(1)
			.map((value) -> value.getBsonType())).containsExactly(types);
	}

	private static RawBsonDocument write(String event, Object... args) {
		Broadcast message = new Broadcast(Packet.event("/", event, args), BroadcastOptions.ALL, null);
		MongoDocuments documents = new MongoDocuments(new ClusterMessageCodec(JsonMapper.shared()), false,
				Clock.systemUTC());
		return new RawBsonDocument(documents.write(documents.codec().envelope("u", "/", message), new ObjectId()));
	}

	@Test
	void halfSurrogatesAreReplaced() {
		String json = write("e", "a\ud83d", "\ude00b", "\ud83d\ude00").toJson();
		assertThat(json).contains("a\ufffd", "\ufffdb", "\\ud83d\\ude00");
	}

	@Test
	void namesThatBsonDoesNotKnowAreRefused() {
		assertThatExceptionOfType(PacketEncodeException.class).isThrownBy(() -> write("e", Map.of("a\u0000b", 1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{type: 3}", "{type: 3, data: {packet: {type: 2, data: ['e']}}}",
			"{type: 3, data: {packet: {type: 2, data: []}, opts: {}}}", "{type: 4, data: {opts: {}, rooms: 'r'}}",
			"{type: 8, data: {requestId: 'x', sockets: [{}]}}", "{type: 9, data: {}}", "{type: 11, data: {}}" })
	void incompleteMessagesAreRefused(String json) {
		RawBsonDocument document = RawBsonDocument.parse(json);
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> documents(document).message(MongoDocuments.read(document).envelope(), "/"));
	}

}
