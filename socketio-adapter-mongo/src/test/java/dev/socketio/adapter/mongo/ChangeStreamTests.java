package dev.socketio.adapter.mongo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.testsupport.TestMongo;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What ends a change stream, and what does not.
 */
class ChangeStreamTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final TestMongo mongo = TestMongo.start();

	private final List<BsonDocument> commands = new CopyOnWriteArrayList<>();

	private final MongoClient client = client("");

	private final MongoClient other = MongoClients.create(this.mongo.uri());

	private final MongoCollection<Document> documents = this.other.getDatabase("test").getCollection("events");

	private final ClusterStatistics statistics = new ClusterStatistics();

	private final AtomicInteger restored = new AtomicInteger();

	private final List<Integer> received = new CopyOnWriteArrayList<>();

	private final List<ChangeStream> streams = new ArrayList<>();

	private MongoClient client(String options) {
		return MongoClients.create(MongoClientSettings.builder()
			.applyConnectionString(new ConnectionString(this.mongo.uri() + options))
			.addCommandListener(new CommandListener() {

				@Override
				public void commandStarted(CommandStartedEvent event) {
					if (event.getCommandName().equals("getMore") || event.getCommandName().equals("aggregate")) {
						ChangeStreamTests.this.commands.add(event.getCommand().clone());
					}
				}

			})
			.build());
	}

	@AfterEach
	void close() {
		this.streams.forEach(ChangeStream::close);
		this.client.close();
		this.other.close();
		this.mongo.close();
	}

	private ChangeStream open(MongoClient used, Consumer<RawBsonDocument> receiver) {
		EventCollection collection = new EventCollection(used, "test", "events",
				MongoOptions.builder().addCreatedAtField(true).build());
		collection.prepare().block(TIMEOUT);
		ChangeStream stream = new ChangeStream(collection, "me", this.statistics, receiver,
				this.restored::incrementAndGet, Duration.ofMillis(2));
		this.streams.add(stream);
		stream.open();
		await().atMost(TIMEOUT).until(() -> {
			insert(-1);
			return stream.isUp();
		});
		StepVerifier.create(stream.opened()).expectComplete().verify(TIMEOUT);
		return stream;
	}

	private ChangeStream open() {
		return open(this.client, this::remember);
	}

	private void remember(RawBsonDocument document) {
		int number = document.getInt32("n").getValue();
		if (number >= 0) {
			this.received.add(number);
		}
	}

	private void insert(int number) {
		Mono.from(this.documents.insertOne(new Document("n", number).append("uid", "other"))).block(TIMEOUT);
	}

	private void insert(int from, int to) {
		IntStream.range(from, to).forEach(this::insert);
	}

	private void awaitAll(int count) {
		await().atMost(TIMEOUT).until(() -> this.received.size() >= count);
		assertThat(this.received).containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
	}

	@Test
	void continuesBehindADropOfTheCollection() {
		ChangeStream stream = open();
		insert(0, 3);
		Mono.from(this.documents.drop()).block(TIMEOUT);
		insert(3, 6);
		awaitAll(6);
		assertThat(stream.isUp()).isTrue();
		assertThat(this.statistics.gaps()).isZero();
		assertThat(this.restored).hasValue(1);
	}

	@Test
	void continuesBehindADropThatWasNotSeen() {
		open();
		insert(0, 3);
		awaitAll(3);
		this.mongo.refuse("getMore", 237);
		this.mongo.refuse("aggregate", 237);
		await().atMost(TIMEOUT).until(() -> !this.streams.get(0).isUp());
		insert(3, 5);
		Mono.from(this.documents.drop()).block(TIMEOUT);
		insert(5, 7);
		this.mongo.allow("aggregate");
		this.mongo.allow("getMore");
		awaitAll(7);
		assertThat(this.statistics.gaps()).isZero();
	}

	/** Unauthorized, AuthenticationFailed, PrimarySteppedDown, NotWritablePrimary... */
	@ParameterizedTest
	@ValueSource(ints = { 13, 18, 91, 133, 189, 237, 10107, 11600, 11601 })
	void keepsThePlaceWhateverElseIsWrong(int code) {
		ChangeStream stream = open();
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		this.statistics.errors().subscribe(errors::add);
		this.mongo.refuse("getMore", code);
		this.mongo.refuse("aggregate", code);
		await().atMost(TIMEOUT).until(() -> !stream.isUp());
		insert(0, 5);
		// more than what is taken as final of other errors
		await().atMost(TIMEOUT).until(() -> errors.size() > 6);
		this.mongo.allow("aggregate");
		this.mongo.allow("getMore");
		awaitAll(5);
		assertThat(this.statistics.gaps()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 260, 280, 286, 136, 10334 })
	void tellsThatThePlaceIsLost(int code) {
		ChangeStream stream = open();
		this.mongo.refuse("getMore", code);
		await().atMost(TIMEOUT).until(() -> this.statistics.gaps() == 1);
		this.mongo.allow("getMore");
		await().atMost(TIMEOUT).until(() -> {
			insert(0);
			return stream.isUp();
		});
		assertThat(this.statistics.gaps()).isEqualTo(1);
	}

	@Test
	void givesUpAPlaceThatIsRefusedAgainAndAgain() {
		ChangeStream stream = open();
		this.mongo.refuse("getMore", 40585);
		await().atMost(TIMEOUT).until(() -> this.statistics.gaps() == 1);
		this.mongo.allow("getMore");
		await().atMost(TIMEOUT).until(() -> {
			insert(0);
			return stream.isUp();
		});
	}

	/** Other errors in a row would be taken as final. */
	@Test
	void aDocumentMakesEarlierRefusalsUnimportant() {
		open();
		for (int round = 0; round < 3; round++) {
			AtomicInteger refusals = new AtomicInteger();
			Disposable watching = this.statistics.errors().subscribe((error) -> {
				if (refusals.incrementAndGet() == 4) {
					this.mongo.allow("getMore");
				}
			});
			this.mongo.refuse("getMore", 40585);
			await().atMost(TIMEOUT).until(() -> refusals.get() == 4);
			insert(round);
			awaitAll(round + 1);
			watching.dispose();
		}
		assertThat(this.statistics.gaps()).isZero();
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("test"), new IOException("test"), new AssertionError("test"),
				new NoClassDefFoundError("test"), new StackOverflowError("test"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aReceiverThatFailsGetsTheNextDocuments(Throwable failure) {
		open(this.client, (document) -> {
			remember(document);
			if (document.getInt32("n").getValue() == 1) {
				ChangeStreamTests.<RuntimeException>sneak(failure);
			}
		});
		insert(0, 5);
		// the handler of the thread is told of some
		await().dontCatchUncaughtExceptions().atMost(TIMEOUT).until(() -> this.received.size() >= 5);
		assertThat(this.received).containsExactly(0, 1, 2, 3, 4);
		assertThat(this.restored).hasValue(0);
		assertThat(this.statistics.gaps()).isZero();
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void sneak(Throwable failure) throws E {
		throw (E) failure;
	}

	/** On which the adapter relies when it sends something again. */
	@Test
	void aDocumentThatIsThereAlreadyIsNotToldAgain() {
		open();
		Document document = new Document("_id", 1).append("n", 0).append("uid", "other");
		Mono.from(this.documents.insertOne(document)).block(TIMEOUT);
		StepVerifier
			.create(this.documents
				.insertMany(List.of(new Document("n", 1).append("uid", "other"), document, new Document("n", 9))))
			.expectErrorSatisfies((error) -> assertThat(error).hasMessageContaining("E11000"))
			.verify(TIMEOUT);
		insert(2);
		awaitAll(3);
	}

	@Test
	void readsNoFurtherThanItsReceiverDoes() {
		CountDownLatch reached = new CountDownLatch(1);
		CountDownLatch busy = new CountDownLatch(1);
		open(this.client, (document) -> {
			if (document.getInt32("n").getValue() == 0) {
				reached.countDown();
				await().atMost(TIMEOUT).until(() -> busy.getCount() == 0);
			}
			remember(document);
		});
		insert(0);
		await().atMost(TIMEOUT).until(() -> reached.getCount() == 0);
		int asked = awaitStandstill();
		insert(1, 200);
		await().during(Duration.ofMillis(300)).atMost(TIMEOUT).until(() -> this.commands.size() == asked);
		busy.countDown();
		awaitAll(200);
	}

	private int awaitStandstill() {
		int[] last = { -1 };
		await().pollInterval(Duration.ofMillis(300)).atMost(TIMEOUT).until(() -> {
			int before = last[0];
			last[0] = this.commands.size();
			return before == last[0];
		});
		return last[0];
	}

	@Test
	void waitsForDocumentsWithoutTheTimeoutOfOtherCommands() {
		MongoClient limited = client("&timeoutMS=10000");
		try {
			open(limited, this::remember);
			insert(0, 3);
			awaitAll(3);
			assertThat(this.commands).filteredOn((command) -> command.containsKey("getMore"))
				.isNotEmpty()
				.allSatisfy((command) -> assertThat(command.getNumber("maxTimeMS").longValue()).isEqualTo(1000));
			assertThat(this.restored).hasValue(0);
		}
		finally {
			this.streams.forEach(ChangeStream::close);
			limited.close();
		}
	}

	@Test
	void aClosedClientIsNoSurprise() {
		MongoClient closed = MongoClients.create(this.mongo.uri());
		closed.close();
		EventCollection collection = new EventCollection(closed, "test", "events",
				MongoOptions.builder().addCreatedAtField(true).build());
		ChangeStream stream = new ChangeStream(collection, "me", this.statistics, this::remember, () -> {
		}, Duration.ofMillis(2));
		this.streams.add(stream);
		stream.open();
		StepVerifier.create(stream.opened()).expectError(IllegalStateException.class).verify(TIMEOUT);
		StepVerifier.create(collection.prepare()).expectError(IllegalStateException.class).verify(TIMEOUT);
	}

}
