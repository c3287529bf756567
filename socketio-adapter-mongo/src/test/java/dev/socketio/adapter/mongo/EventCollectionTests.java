package dev.socketio.adapter.mongo;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.MongoTimeoutException;
import com.mongodb.reactivestreams.client.ListCollectionsPublisher;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.bson.Document;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestMongo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How the collection is created, and what is said of one that is there already.
 */
class EventCollectionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final MongoOptions CAPPED = MongoOptions.DEFAULT;

	private static final MongoOptions EXPIRING = MongoOptions.builder().addCreatedAtField(true).build();

	private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(EventCollection.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final TestMongo mongo = TestMongo.start();

	private final MongoClient client = MongoClients.create(this.mongo.uri());

	@BeforeEach
	void listen() {
		this.log.start();
		LOGGER.addAppender(this.log);
	}

	@AfterEach
	void close() {
		LOGGER.detachAppender(this.log);
		this.client.close();
		this.mongo.close();
	}

	private MongoConnection connection(MongoOptions options) {
		return MongoConnection.open(this.client, "test", options.mutate().collection("events").build(),
				JsonMapper.shared());
	}

	/** Whatever is said of the collection, servers use it. */
	private void useBy(MongoOptions options) {
		MongoConnection connection = connection(options);
		try {
			TestNamespace namespace = new TestNamespace("/", false);
			namespace.join(MongoAdapterFactory.open(connection).create(namespace));
			StepVerifier
				.create(namespace.adapter().broadcast(Packet.event("/", "e"), BroadcastOptions.ALL).cast(Object.class))
				.expectComplete()
				.verify(TIMEOUT);
			await().atMost(TIMEOUT).until(connection::isUp);
		}
		finally {
			connection.close();
		}
	}

	private void createBefore() {
		Mono.from(this.client.getDatabase("test").createCollection("events")).block(TIMEOUT);
	}

	private List<String> warnings() {
		return this.log.list.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private List<Map<String, Object>> indexes() {
		return this.mongo.commands("createIndexes")
			.stream()
			.flatMap((command) -> ((List<?>) command.get("indexes")).stream())
			.map(EventCollectionTests::asMap)
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> asMap(Object document) {
		return (Map<String, Object>) document;
	}

	@Test
	void doesNotWaitForEverForMongoThatDoesNotAnswer() {
		MongoClient silent = proxy(MongoClient.class,
				proxy(MongoDatabase.class, proxy(ListCollectionsPublisher.class, Mono.never())));
		StepVerifier.withVirtualTime(() -> new EventCollection(silent, "test", "events", CAPPED).prepare())
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(39))
			.thenAwait(Duration.ofSeconds(1))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(MongoTimeoutException.class)
				.hasMessageContaining("does not answer"))
			.verify(TIMEOUT);
	}

	/** Returns itself, or the result if the type does not fit. */
	private static <T> T proxy(Class<T> type, Object result) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> method.getReturnType().isInstance(result) ? result
						: method.getReturnType().isInstance(proxy) ? proxy : null));
	}

	@Test
	void aMissingCollectionIsCreatedCapped() {
		useBy(CAPPED);
		assertThat(this.mongo.commands("create")).singleElement()
			.satisfies((command) -> assertThat(command).containsEntry("create", "events")
				.containsEntry("capped", true)
				.extractingByKey("size")
				.satisfies((size) -> assertThat(((Number) size).longValue()).isEqualTo(1_000_000)));
		assertThat(indexes()).singleElement()
			.satisfies((index) -> assertThat(index).containsEntry("key", ascending("data.pid"))
				.containsEntry("sparse", true)
				.doesNotContainKey("expireAfterSeconds"));
		assertThat(warnings()).isEmpty();
	}

	@Test
	void aMissingCollectionIsCreatedWithATtlIndex() {
		useBy(EXPIRING);
		assertThat(this.mongo.commands("create")).singleElement()
			.satisfies((command) -> assertThat(command).doesNotContainEntry("capped", true).doesNotContainKey("size"));
		assertThat(indexes()).hasSize(2)
			.anySatisfy((index) -> assertThat(index).containsEntry("key", ascending("data.pid")))
			.anySatisfy((index) -> assertThat(index).containsEntry("key", ascending("createdAt"))
				.extractingByKey("expireAfterSeconds")
				.satisfies((seconds) -> assertThat(((Number) seconds).longValue()).isEqualTo(3600)));
		assertThat(warnings()).isEmpty();
	}

	@Test
	void suitableCollectionsAreNotTouched() {
		createBefore();
		int before = this.mongo.commands("create").size();
		this.mongo.describeCollections(Map.of("capped", true, "size", 1_000_000L));
		useBy(CAPPED);
		this.mongo.describeCollections(Map.of());
		this.mongo.describeIndexes(List.of(index("_id"), index("createdAt", 3600)));
		useBy(EXPIRING);
		assertThat(this.mongo.commands("create")).hasSize(before);
		assertThat(indexes()).isEmpty();
		assertThat(warnings()).isEmpty();
	}

	private static Document ascending(String field) {
		return new Document(field, 1);
	}

	private static Map<String, Object> index(String field) {
		return Map.of("v", 2, "key", ascending(field), "name", field);
	}

	private static Map<String, Object> index(String field, Object seconds) {
		return Map.of("v", 2, "key", ascending(field), "name", field, "expireAfterSeconds", seconds);
	}

	@Test
	void neitherCappedNorExpiringIsToldOnce() {
		createBefore();
		this.mongo.describeIndexes(List.of(index("_id")));
		useBy(CAPPED);
		assertThat(warnings()).singleElement()
			.asString()
			.contains("test.events is not capped and grows without limit")
			.contains("Create a capped one, or one with a TTL index and add the field 'createdAt'");
	}

	@Test
	void aSmallCappedCollectionIsTold() {
		createBefore();
		this.mongo.describeCollections(Map.of("capped", true, "size", 4096));
		useBy(CAPPED);
		assertThat(warnings()).singleElement().asString().contains("test.events has only 4096 bytes");
	}

	@Test
	void aCappedCollectionOfFewDocumentsIsTold() {
		createBefore();
		this.mongo.describeCollections(Map.of("capped", true, "size", 1_000_000L, "max", 10L));
		useBy(CAPPED);
		assertThat(warnings()).singleElement().asString().contains("test.events has only 10 documents");
	}

	@Test
	void aTtlIndexOnAnotherFieldIsTold() {
		createBefore();
		this.mongo.describeIndexes(List.of(index("_id"), index("updatedAt", 3600), index("createdAt")));
		useBy(EXPIRING);
		assertThat(warnings()).singleElement()
			.asString()
			.contains("test.events has no TTL index on 'createdAt' and grows without limit");
	}

	@Test
	void anIndexOnSeveralFieldsIsNoTtlIndex() {
		createBefore();
		Map<String, Object> compound = Map.of("v", 2, "key", ascending("createdAt").append("nsp", 1), "name", "both",
				"expireAfterSeconds", 3600);
		this.mongo.describeIndexes(List.of(compound));
		useBy(EXPIRING);
		assertThat(warnings()).singleElement().asString().contains("has no TTL index on 'createdAt'");
	}

	@ParameterizedTest
	@ValueSource(ints = { 60, 61 })
	void aTtlIndexOfAMinuteIsEnough(int seconds) {
		createBefore();
		this.mongo.describeIndexes(List.of(index("createdAt", seconds)));
		useBy(EXPIRING);
		assertThat(warnings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "100000, 0, 0", "99999, 0, 1", "1, 0, 1", "0, 0, 0", "100000, 500, 0", "100000, 499, 1",
			"100000, 1, 1" })
	void theLimitsOfCappedCollectionsAreKnown(long size, long max, int told) {
		createBefore();
		this.mongo.describeCollections(Map.of("capped", true, "size", size, "max", max));
		useBy(CAPPED);
		assertThat(warnings()).hasSize(told);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 59 })
	void aTtlIndexThatRemovesAtOnceIsTold(int seconds) {
		createBefore();
		this.mongo.describeIndexes(List.of(index("createdAt", seconds)));
		useBy(EXPIRING);
		assertThat(warnings()).singleElement()
			.asString()
			.contains("test.events removes documents after " + seconds + " seconds");
	}

	@Test
	void aCappedCollectionForDocumentsWithADateIsTold() {
		createBefore();
		this.mongo.describeCollections(Map.of("capped", true, "size", 1_000_000L));
		useBy(EXPIRING);
		assertThat(warnings()).singleElement()
			.asString()
			.contains("test.events is capped: sessions cannot be removed from it");
	}

	@Test
	void aMissingPermissionToLookIsTold() {
		this.mongo.refuse("listCollections", 13);
		useBy(EXPIRING);
		assertThat(warnings()).singleElement()
			.asString()
			.contains("Cannot check whether the collection test.events exists and is suitable")
			.contains("listCollections is refused");
	}

	@Test
	void aMissingPermissionToCreateIsTold() {
		this.mongo.refuse("create", 13);
		useBy(CAPPED);
		assertThat(warnings()).singleElement()
			.asString()
			.contains("test.events cannot be created; without limits it grows without limit")
			.contains("create is refused");
	}

	@ParameterizedTest
	@ValueSource(ints = { 13, 67, 85, 86 })
	void anIndexThatIsRefusedIsTold(int code) {
		this.mongo.refuse("createIndexes", code);
		useBy(EXPIRING);
		assertThat(warnings()).hasSize(2)
			.anyMatch((warning) -> warning.contains("test.events has no index on 'createdAt'"))
			.anyMatch((warning) -> warning.contains("test.events has no index on 'data.pid'"));
	}

	@Test
	void aCollectionThatAnotherServerCreatesAtTheSameTimeIsChecked() {
		createBefore();
		this.mongo.hideCollections(1);
		this.mongo.describeCollections(Map.of("capped", true, "size", 4096));
		useBy(CAPPED);
		assertThat(indexes()).singleElement()
			.satisfies((index) -> assertThat(index).containsEntry("key", ascending("data.pid")));
		assertThat(warnings()).singleElement().asString().contains("has only 4096 bytes");
	}

}
