package dev.socketio.adapter.mongo;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.result.InsertManyResult;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ServerId;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.channel.BusMessage;
import dev.socketio.adapter.cluster.channel.Outbox;
import dev.socketio.adapter.cluster.channel.PublicationException;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The consequences of the errors of the driver for the documents in the outbox.
 */
class DocumentSenderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ClusterStatistics statistics = new ClusterStatistics();

	/** What has been tried to be stored. */
	private final List<Integer> attempts = new CopyOnWriteArrayList<>();

	/** What is in the collection. */
	private Flux<RawBsonDocument> found = Flux.empty();

	static Stream<MongoException> transientErrors() {
		ServerAddress address = new ServerAddress();
		ServerId server = new ServerId(new ClusterId(), address);
		MongoException labelled = new MongoCommandException(error(91), address);
		labelled.addLabel("RetryableWriteError");
		return Stream.of(new MongoSocketReadException("closed", address), new MongoTimeoutException("no server"),
				new MongoOperationTimeoutException("too slow"),
				new MongoConnectionPoolClearedException(server, new MongoException("other operation")),
				new MongoServerUnavailableException("gone"), new MongoNotPrimaryException(error(10107), address),
				new MongoNodeIsRecoveringException(error(11600), address), labelled);
	}

	private static BsonDocument error(int code) {
		return new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code))
			.append("errmsg", new BsonString("no"));
	}

	private static RawBsonDocument document(int id) {
		return RawBsonDocument.parse("{\"_id\": " + id + "}");
	}

	@ParameterizedTest
	@MethodSource("transientErrors")
	void errorsOfTheWayLoseNothing(MongoException error) {
		Sinks.Empty<RawBsonDocument> looked = Sinks.empty();
		this.found = looked.asMono().flux();
		try (Outbox<BusMessage> outbox = failingAtFirst(error)) {
			Mono<Void> first = insert(outbox, document(1));
			assertThat(outbox.isUp()).isFalse();
			Mono<Void> second = insert(outbox, document(2));
			looked.tryEmitEmpty();
			StepVerifier.create(Mono.when(first, second)).expectComplete().verify(TIMEOUT);
			assertThat(outbox.isUp()).isTrue();
		}
		assertThat(this.attempts).containsExactly(1, 1, 2);
		assertThat(this.statistics.publishedMessages()).isEqualTo(2);
		assertThat(this.statistics.failedPublications()).isZero();
	}

	@Test
	void whatMongoRefusesIsNotTriedAgain() {
		MongoException refusal = new MongoCommandException(error(13), new ServerAddress());
		try (Outbox<BusMessage> outbox = failingAtFirst(refusal)) {
			StepVerifier.create(insert(outbox, document(1)))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOf(PublicationException.class).hasCause(refusal))
				.verify(TIMEOUT);
			StepVerifier.create(insert(outbox, document(2))).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1, 2);
		assertThat(this.statistics.failedPublications()).isEqualTo(1);
	}

	/** The former primary has stored them, but the next one may not have them. */
	@Test
	void whatMayBeRolledBackIsStoredAgain() {
		try (Outbox<BusMessage> outbox = failingAtFirst(bulkError(List.of(), Set.of("RetryableWriteError")))) {
			StepVerifier.create(insert(outbox, document(1))).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1, 1);
		assertThat(this.statistics.publishedMessages()).isEqualTo(1);
	}

	@Test
	void whatIsStoredOnFewerNodesThanWantedIsStored() {
		try (Outbox<BusMessage> outbox = failingAtFirst(bulkError(List.of(), Set.of()))) {
			StepVerifier.create(insert(outbox, document(1))).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1);
	}

	@Test
	void whatARouterCouldNotStoreIsStoredAgain() {
		BulkWriteError unreachable = new BulkWriteError(6, "HostUnreachable", new BsonDocument(), 0);
		try (Outbox<BusMessage> outbox = failingAtFirst(
				bulkError(List.of(unreachable), Set.of("RetryableWriteError")))) {
			StepVerifier.create(insert(outbox, document(1))).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1, 1);
		assertThat(this.statistics.failedPublications()).isZero();
	}

	static Stream<Integer> refusalsForAWhile() {
		return Stream.of(24, 50, 112, 146, 365, 371, 462, 14031);
	}

	@ParameterizedTest
	@MethodSource("refusalsForAWhile")
	void whatMongoRefusesForAWhileIsTriedAgain(int code) {
		try (Outbox<BusMessage> outbox = failingAtFirst(new MongoCommandException(error(code), new ServerAddress()))) {
			StepVerifier.create(insert(outbox, document(1))).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1, 1);
		assertThat(this.statistics.failedPublications()).isZero();
	}

	/** With those behind it, so that the order is kept. */
	@ParameterizedTest
	@MethodSource("refusalsForAWhile")
	void aDocumentThatMongoRefusesForAWhileIsTriedAgain(int code) {
		BulkWriteError refusal = new BulkWriteError(code, "not now", new BsonDocument(), 1);
		try (Outbox<BusMessage> outbox = failingAtFirst(bulkError(List.of(refusal), Set.of()))) {
			outbox.hold();
			List<Mono<Void>> results = List.of(insert(outbox, document(1)), insert(outbox, document(2)),
					insert(outbox, document(3)));
			outbox.release();
			StepVerifier.create(Mono.when(results)).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1, 2, 3, 2, 3);
		assertThat(this.statistics.publishedMessages()).isEqualTo(3);
		assertThat(this.statistics.failedPublications()).isZero();
	}

	@Test
	void theReasonOfARefusalForAWhileIsKnownWhenADocumentHasBeenTriedForTooLong() {
		BulkWriteError refusal = new BulkWriteError(14031, "OutOfDiskSpace", new BsonDocument(), 0);
		MongoException error = bulkError(List.of(refusal), Set.of());
		try (Outbox<BusMessage> outbox = new Outbox<>(
				new DocumentSender(collection((documents) -> Mono.error(error)), this.statistics), 10,
				Duration.ofMillis(1), this.statistics, () -> {
				})) {
			StepVerifier.create(insert(outbox, document(1)))
				.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(PublicationException.class)
					.cause()
					.isInstanceOfSatisfying(MongoException.class,
							(cause) -> assertThat(cause.getCode()).isEqualTo(14031))
					.hasMessage("OutOfDiskSpace"))
				.verify(TIMEOUT);
		}
	}

	@Test
	void documentsBehindARefusedOneAreStoredInTheirOrder() {
		Sinks.One<InsertManyResult> answer = Sinks.one();
		List<List<Integer>> batches = new CopyOnWriteArrayList<>();
		Outbox<BusMessage> outbox = outbox(collection((documents) -> {
			batches.add(documents.stream().map((document) -> document.getInt32("_id").getValue()).toList());
			return (batches.size() == 1) ? answer.asMono() : Mono.empty();
		}));
		outbox.hold();
		Mono<Void> first = insert(outbox, document(1));
		Mono<Void> second = insert(outbox, document(2));
		Mono<Void> third = insert(outbox, document(3));
		outbox.release();
		Mono<Void> fourth = insert(outbox, document(4));
		BulkWriteError refused = new BulkWriteError(121, "DocumentValidationFailure", new BsonDocument(), 1);
		answer.tryEmitError(bulkError(List.of(refused), Set.of()));
		StepVerifier.create(Mono.when(first, third, fourth)).expectComplete().verify(TIMEOUT);
		StepVerifier.create(second).expectError(PublicationException.class).verify(TIMEOUT);
		assertThat(batches).containsExactly(List.of(1, 2, 3), List.of(3, 4));
		assertThat(this.statistics.publishedMessages()).isEqualTo(3);
		assertThat(this.statistics.failedPublications()).isEqualTo(1);
		outbox.close();
	}

	/** One that throws what Reactor takes for fatal. */
	@Test
	void whoWaitsForADocumentDoesNotHoldUpTheNextOne() {
		Sinks.One<InsertManyResult> answer = Sinks.one();
		Outbox<BusMessage> outbox = outbox(
				collection((documents) -> this.attempts.isEmpty() ? answer.asMono() : Mono.empty()));
		insert(outbox, document(1)).subscribe((nothing) -> {
		}, (error) -> {
		}, () -> {
			throw new NoClassDefFoundError("test");
		});
		Mono<Void> next = insert(outbox, document(2));
		this.attempts.add(1);
		answer.tryEmitEmpty();
		StepVerifier.create(next).expectComplete().verify(TIMEOUT);
		outbox.close();
	}

	private static MongoException bulkError(List<BulkWriteError> errors, Set<String> labels) {
		WriteConcernError concern = new WriteConcernError(91, "ShutdownInProgress", "no", new BsonDocument());
		return new MongoBulkWriteException(BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of()), errors,
				errors.isEmpty() ? concern : null, new ServerAddress(), labels);
	}

	/** As a user who may only insert. */
	@Test
	void whoMayNotLookSendsAgain() {
		MongoException refusal = new MongoCommandException(error(13), new ServerAddress());
		this.found = Flux.error(refusal);
		try (Outbox<BusMessage> outbox = failingAtFirst(new MongoTimeoutException("no server"))) {
			StepVerifier.create(insert(outbox, document(1))).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1, 1);
	}

	@Test
	void errorsWhileLookingLoseNothing() {
		AtomicInteger looks = new AtomicInteger();
		MongoException broken = new MongoTimeoutException("no server");
		this.found = Flux.defer(() -> (looks.incrementAndGet() < 3) ? Flux.error(broken) : Flux.empty());
		try (Outbox<BusMessage> outbox = failingAtFirst(broken)) {
			StepVerifier.create(insert(outbox, document(1))).expectComplete().verify(TIMEOUT);
		}
		assertThat(looks).hasValue(3);
		assertThat(this.attempts).containsExactly(1, 1);
	}

	@Test
	void whatIsStoredAlreadyIsNotSentAgain() {
		this.found = Flux.just(document(1));
		try (Outbox<BusMessage> outbox = failingAtFirst(new MongoTimeoutException("no server"))) {
			StepVerifier.create(insert(outbox, document(1))).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1);
	}

	@Test
	void nothingIsTriedAfterTheEnd() {
		AtomicInteger looks = new AtomicInteger();
		this.found = Flux.defer(() -> {
			looks.incrementAndGet();
			return Flux.error(new MongoTimeoutException("no server"));
		});
		Outbox<BusMessage> outbox = failingAtFirst(new MongoTimeoutException("no server"));
		Mono<Void> lost = insert(outbox, document(1));
		await().atMost(TIMEOUT).until(() -> looks.get() > 0);
		outbox.close();
		StepVerifier.create(lost).expectError(PublicationException.class).verify(TIMEOUT);
		int last = looks.get();
		await().during(Duration.ofSeconds(1)).atMost(TIMEOUT).until(() -> looks.get() <= last + 1);
	}

	@Test
	void anAnswerAfterTheEndIsIgnored() {
		Sinks.Empty<InsertManyResult> answer = Sinks.empty();
		Outbox<BusMessage> outbox = outbox(collection((documents) -> answer.asMono()));
		Mono<Void> lost = insert(outbox, document(1));
		outbox.close();
		StepVerifier.create(lost).expectError(PublicationException.class).verify(TIMEOUT);
		AtomicReference<Throwable> dropped = new AtomicReference<>();
		Hooks.onErrorDropped(dropped::set);
		try {
			BulkWriteError refused = new BulkWriteError(121, "DocumentValidationFailure", new BsonDocument(), 0);
			answer.tryEmitError(bulkError(List.of(refused), Set.of()));
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(dropped).hasNullValue();
	}

	@Test
	void aClosedClientIsAnErrorOfTheMessage() {
		Outbox<BusMessage> outbox = outbox(collection((documents) -> {
			throw new IllegalStateException("state should be: open");
		}));
		for (int i = 1; i <= 2; i++) {
			StepVerifier.create(insert(outbox, document(i)))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(PublicationException.class)
					.hasCauseInstanceOf(IllegalStateException.class))
				.verify(TIMEOUT);
		}
	}

	/** A change event is larger than its document, and must not exceed 16 MiB either. */
	@Test
	void whatChangeStreamsCannotTellOfIsNotStored() {
		try (Outbox<BusMessage> outbox = failingAtFirst(new IllegalStateException("not sent"))) {
			BsonDocument document = new BsonDocument("_id", new BsonInt32(1)).append("data",
					new BsonBinary(new byte[16 * 1024 * 1024 - 1000]));
			RawBsonDocument large = new RawBsonDocument(document, new BsonDocumentCodec());
			StepVerifier.create(insert(outbox, large))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(PublicationException.class)
					.hasMessageContaining("larger than the 16760832 bytes that MongoDB takes"))
				.verify(TIMEOUT);
		}
		assertThat(this.attempts).isEmpty();
	}

	private Outbox<BusMessage> outbox(MongoCollection<RawBsonDocument> collection) {
		return new Outbox<>(new DocumentSender(collection, this.statistics), 10, TIMEOUT, this.statistics, () -> {
		});
	}

	private static Mono<Void> insert(Outbox<BusMessage> outbox, RawBsonDocument document) {
		byte[] payload = new byte[document.getByteBuffer().remaining()];
		document.getByteBuffer().get(payload);
		return outbox.add(new BusMessage(Envelope.of(3, null, "u", "/"), payload), payload.length).sent();
	}

	private Outbox<BusMessage> failingAtFirst(Throwable error) {
		Function<List<RawBsonDocument>, Publisher<InsertManyResult>> insert = (documents) -> {
			boolean first = this.attempts.isEmpty();
			documents.forEach((document) -> this.attempts.add(document.getInt32("_id").getValue()));
			return first ? Mono.error(error) : Mono.empty();
		};
		return outbox(collection(insert));
	}

	@SuppressWarnings("unchecked")
	private MongoCollection<RawBsonDocument> collection(
			Function<List<RawBsonDocument>, Publisher<InsertManyResult>> insert) {
		FindPublisher<RawBsonDocument> nothing = proxy(FindPublisher.class, (find, method, arguments) -> {
			if (method.getName().equals("subscribe")) {
				this.found.subscribe((Subscriber<? super RawBsonDocument>) arguments[0]);
				return null;
			}
			return find;
		});
		return proxy(MongoCollection.class, (collection, method, arguments) -> method.getName().equals("insertMany")
				? insert.apply((List<RawBsonDocument>) arguments[0]) : nothing);
	}

	@SuppressWarnings("unchecked")
	private static <T> T proxy(Class<?> type, InvocationHandler handler) {
		return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler);
	}

}
