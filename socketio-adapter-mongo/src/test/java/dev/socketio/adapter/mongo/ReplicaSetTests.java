package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import com.mongodb.client.model.Filters;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.Session;
import dev.socketio.protocol.Packet;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two servers, A and B, that share a collection of a replica set with one member: what
 * the server in the process of the other tests does not do.
 */
@Testcontainers(disabledWithoutDocker = true)
class ReplicaSetTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@Container
	static final MongoDBContainer MONGO = new MongoDBContainer("mongo:7.0").withReplicaSet();

	private final MongoClient client = MongoClients.create(MONGO.getReplicaSetUrl());

	private final MongoDatabase database = this.client.getDatabase("test");

	private final List<MongoConnection> connections = new ArrayList<>();

	private String collection = "events";

	@BeforeEach
	void nameCollection(TestInfo test) {
		this.collection = test.getTestMethod().orElseThrow().getName();
	}

	@AfterEach
	void close() {
		this.connections.forEach(MongoConnection::close);
		this.client.close();
	}

	private TestNamespace join(MongoOptions options) {
		MongoConnection connection = MongoConnection.open(this.client, "test",
				options.mutate().collection(this.collection).build(), JsonMapper.shared());
		this.connections.add(connection);
		TestNamespace namespace = new TestNamespace("/", true);
		return namespace.join(MongoAdapterFactory.open(connection).create(namespace));
	}

	private List<TestNamespace> joinBoth(MongoOptions options) {
		List<TestNamespace> both = List.of(join(options), join(options));
		both.forEach((one) -> await().atMost(TIMEOUT)
			.until(() -> Integer.valueOf(2).equals(one.adapter().serverCount().block())));
		return both;
	}

	private static Mono<Void> emit(TestNamespace from, String event) {
		return from.adapter().broadcast(Packet.event("/", event), BroadcastOptions.ALL);
	}

	/** Without their offsets. */
	private static List<String> events(TestNamespace.TestSocket socket) {
		return socket.received.stream().map((event) -> event.substring(2, event.indexOf('"', 2))).toList();
	}

	private long gaps() {
		return this.connections.stream().mapToLong((connection) -> connection.statistics().gaps()).sum();
	}

	private Document created() {
		return Flux.from(this.database.listCollections().filter(Filters.eq("name", this.collection)))
			.single()
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	private List<Document> indexes() {
		return Flux.from(this.database.getCollection(this.collection).listIndexes())
			.collectList()
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	@Test
	void createsACappedCollection() {
		joinBoth(MongoOptions.DEFAULT);
		Document options = created().get("options", Document.class);
		assertThat(options.getBoolean("capped")).isTrue();
		// MongoDB rounds up
		assertThat(((Number) options.get("size")).longValue()).isBetween(1_000_000L, 1_001_000L);
		assertThat(indexes()).anySatisfy((index) -> {
			assertThat(index.get("key")).isEqualTo(new Document("data.pid", 1));
			assertThat(index.getBoolean("sparse")).isTrue();
		});
	}

	@Test
	void createsATtlIndexForDates() {
		List<TestNamespace> both = joinBoth(MongoOptions.builder().addCreatedAtField(true).build());
		emit(both.get(0), "e").block(TIMEOUT);
		assertThat(created().get("options", Document.class)).doesNotContainKey("capped");
		assertThat(indexes()).anySatisfy((index) -> {
			assertThat(index.get("key")).isEqualTo(new Document("createdAt", 1));
			assertThat(((Number) index.get("expireAfterSeconds")).longValue()).isEqualTo(3600);
		});
		assertThat(count(Filters.type("createdAt", BsonType.DATE_TIME))).isPositive().isEqualTo(count(new Document()));
	}

	private long count(Bson filter) {
		return Mono.from(this.database.getCollection(this.collection).countDocuments(filter))
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	@Test
	void sessionsInACappedCollectionAreHandedOutOnce() {
		List<TestNamespace> both = joinBoth(MongoOptions.DEFAULT);
		Session session = new Session("s1", "p1", Set.of("s1"), Map.of(), null);
		both.get(0).adapter().persistSession(session);
		emit(both.get(0), "stored before").block(TIMEOUT);
		StepVerifier
			.create(Flux.merge(both.get(0).adapter().takeSession("p1"), both.get(1).adapter().takeSession("p1")))
			.expectNext(session)
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(both.get(1).adapter().takeSession("p1").blockOptional(TIMEOUT)).isEmpty();
	}

	@Test
	void nothingIsLostOrRepeatedWhileThereIsNoPrimary() {
		List<TestNamespace> both = joinBoth(MongoOptions.builder().addCreatedAtField(true).build());
		TestNamespace.TestSocket socket = both.get(1).connect("b1");
		emit(both.get(0), "e0").block(TIMEOUT);
		Document command = new Document("replSetStepDown", 5).append("force", true);
		Mono.from(this.client.getDatabase("admin").runCommand(command)).block(TIMEOUT);
		assertThat(isPrimary()).isFalse();
		List<Mono<Void>> sent = IntStream.range(1, 50).mapToObj((i) -> emit(both.get(0), "e" + i)).toList();
		StepVerifier.create(Mono.when(sent)).expectComplete().verify(TIMEOUT);
		assertThat(isPrimary()).isTrue();
		await().atMost(TIMEOUT).until(() -> events(socket).contains("e49"));
		assertThat(events(socket)).containsExactlyElementsOf(IntStream.range(0, 50).mapToObj((i) -> "e" + i).toList());
		assertThat(gaps()).isZero();
	}

	private boolean isPrimary() {
		Document answer = Mono.from(this.client.getDatabase("admin").runCommand(new Document("hello", 1)))
			.blockOptional(TIMEOUT)
			.orElseThrow();
		return Boolean.TRUE.equals(answer.getBoolean("isWritablePrimary"));
	}

	@Test
	void continuesBehindADropOfTheCollection() {
		List<TestNamespace> both = joinBoth(MongoOptions.builder().addCreatedAtField(true).build());
		TestNamespace.TestSocket socket = both.get(1).connect("b1");
		emit(both.get(0), "before").block(TIMEOUT);
		Mono.from(this.database.getCollection(this.collection).drop()).block(TIMEOUT);
		emit(both.get(0), "after").block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> events(socket).contains("after"));
		assertThat(events(socket)).containsExactly("before", "after");
		assertThat(gaps()).isZero();
	}

}
