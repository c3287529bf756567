package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.socketio.testsupport.TestMongo;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Documents of other programs have the effect that they have on a Node.js server. Those
 * that end its process have none.
 */
class InboundDocumentTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final TestMongo mongo = TestMongo.start();

	private final MongoClient client = MongoClients.create(this.mongo.uri());

	private final MongoConnection connection = MongoConnection.open(this.client, "test",
			MongoOptions.builder().addCreatedAtField(true).collection("events").build(), JsonMapper.shared());

	private final MongoAdapterFactory factory = MongoAdapterFactory.open(this.connection);

	private final TestNamespace namespace = join(this.factory);

	private final TestNamespace.TestSocket socket = this.namespace.connect("c1");

	private final MongoCollection<Document> collection = this.client.getDatabase("test").getCollection("events");

	private static TestNamespace join(MongoAdapterFactory factory) {
		TestNamespace created = new TestNamespace("/", false);
		return created.join(factory.create(created));
	}

	@AfterEach
	void close() {
		this.connection.close();
		this.client.close();
		this.mongo.close();
	}

	static Stream<Case> cases() {
		return Vectors.load("inbound-mongo.json")
			.path("cases")
			.values()
			.stream()
			.filter((node) -> node.has("input"))
			.map((node) -> new Case(node.path("id").asString(), node));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void documentsHaveTheEffectTheyHaveOnNode(Case inbound) {
		run(this.client.getDatabase("test")
			.getCollection("events", BsonDocument.class)
			.insertOne(document(inbound.node.path("input")).asDocument()));
		waitForMarker();
		List<String> events = new ArrayList<>();
		List<String> serverSide = new ArrayList<>();
		for (JsonNode observed : inbound.node.path("observed")) {
			if (observed.path("client").asString("").equals("c1")) {
				events.add(text(observed.path("event")));
			}
			else if (observed.has("sse")) {
				serverSide.add("[\"sse\"," + text(observed.path("sse")).substring(1));
			}
		}
		assertThat(this.socket.received).isEqualTo(events);
		assertThat(this.namespace.serverSide.subList(0, this.namespace.serverSide.size() - 1)).isEqualTo(serverSide);
	}

	/** Documents arrive in order, so that nothing comes behind this one. */
	private void waitForMarker() {
		run(this.collection.insertOne(Document.parse("{type: 9, data: {packet: ['marker']}, uid: 'm', nsp: '/'}")));
		await().atMost(TIMEOUT).until(() -> this.namespace.serverSide.contains("[\"marker\"]"));
	}

	private static <T> void run(Publisher<T> operation) {
		Mono.from(operation).block(TIMEOUT);
	}

	@Test
	void changesOfDocumentsAreIgnored() {
		run(this.collection
			.insertOne(Document.parse("{_id: 'x', type: 9, data: {packet: ['sse', 'ins']}, uid: 'u', nsp: '/'}")));
		run(this.collection.updateOne(new Document("_id", "x"),
				Document.parse("{$set: {data: {packet: ['changed']}}}")));
		run(this.collection.deleteOne(new Document("_id", "x")));
		waitForMarker();
		assertThat(this.namespace.serverSide).containsExactly("[\"sse\",\"ins\"]", "[\"marker\"]");
	}

	@Test
	void sessionsAreNoMessages() {
		run(this.collection
			.insertOne(Document.parse("{type: 13, data: {sid: 's', pid: 'p'}, uid: 'other', nsp: '/'}")));
		waitForMarker();
		assertThat(this.connection.statistics().ignoredMessages()).isZero();
		assertThat(this.namespace.adapter().serverCount().block()).isEqualTo(3);
	}

	/** As the values are presented here: bytes as Base64. */
	private static String text(JsonNode node) {
		return JsonMapper.shared().writeValueAsString(plain(node));
	}

	private static Object plain(JsonNode node) {
		if (node.isArray()) {
			return node.values().stream().map(InboundDocumentTests::plain).toList();
		}
		return node.has("$bin") ? HexFormat.of().parseHex(node.path("$bin").asString()) : node;
	}

	private static BsonValue document(JsonNode node) {
		if (node.has("$long")) {
			return new BsonInt64(Long.parseLong(node.path("$long").asString()));
		}
		if (node.has("$Double")) {
			return new BsonDouble(Double.parseDouble(node.path("$Double").asString()));
		}
		if (node.has("$bin")) {
			return new BsonBinary((byte) node.path("$subtype").asInt(0),
					HexFormat.of().parseHex(node.path("$bin").asString()));
		}
		return switch (node.getNodeType()) {
			case OBJECT -> {
				BsonDocument document = new BsonDocument();
				node.properties().forEach((entry) -> document.append(entry.getKey(), document(entry.getValue())));
				yield document;
			}
			case ARRAY -> new BsonArray(node.values().stream().map(InboundDocumentTests::document).toList());
			case STRING -> new BsonString(node.stringValue());
			case NUMBER -> new BsonInt32(node.intValue());
			case BOOLEAN -> BsonBoolean.valueOf(node.booleanValue());
			default -> BsonNull.VALUE;
		};
	}

	record Case(String id, JsonNode node) {

		@Override
		public String toString() {
			return this.id;
		}

	}

}
