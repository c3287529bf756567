package dev.socketio.adapter.mongo;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

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
import com.mongodb.client.result.InsertManyResult;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ServerId;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.socketio.adapter.cluster.ClusterStatistics;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done with the errors of the driver.
 */
class InsertionsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ClusterStatistics statistics = new ClusterStatistics();

	/** What has been tried to be stored. */
	private final List<Integer> attempts = new ArrayList<>();

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
		try (Insertions insertions = failingAtFirst(error)) {
			Mono<Void> first = insertions.insert(document(1));
			assertThat(insertions.isUp()).isFalse();
			Mono<Void> second = insertions.insert(document(2));
			StepVerifier.create(Mono.when(first, second)).expectComplete().verify(TIMEOUT);
			assertThat(insertions.isUp()).isTrue();
		}
		assertThat(this.attempts).containsExactly(1, 1, 2);
		assertThat(this.statistics.publishedMessages()).isEqualTo(2);
		assertThat(this.statistics.failedPublications()).isZero();
	}

	@Test
	void whatMongoRefusesIsNotTriedAgain() {
		MongoException refusal = new MongoCommandException(error(13), new ServerAddress());
		try (Insertions insertions = failingAtFirst(refusal)) {
			StepVerifier.create(insertions.insert(document(1)))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOf(MongoPublicationException.class).hasCause(refusal))
				.verify(TIMEOUT);
			StepVerifier.create(insertions.insert(document(2))).expectComplete().verify(TIMEOUT);
		}
		assertThat(this.attempts).containsExactly(1, 2);
		assertThat(this.statistics.failedPublications()).isEqualTo(1);
	}

	private Insertions failingAtFirst(Throwable error) {
		Function<List<RawBsonDocument>, Publisher<InsertManyResult>> insert = (documents) -> {
			boolean first = this.attempts.isEmpty();
			documents.forEach((document) -> this.attempts.add(document.getInt32("_id").getValue()));
			return first ? Mono.error(error) : Mono.empty();
		};
		return new Insertions(collection(insert), 10, this.statistics, () -> {
		});
	}

	/** A collection in which nothing is found. */
	@SuppressWarnings("unchecked")
	private static MongoCollection<RawBsonDocument> collection(
			Function<List<RawBsonDocument>, Publisher<InsertManyResult>> insert) {
		FindPublisher<RawBsonDocument> nothing = proxy(FindPublisher.class, (find, method, arguments) -> {
			if (method.getName().equals("subscribe")) {
				Flux.<RawBsonDocument>empty().subscribe((Subscriber<? super RawBsonDocument>) arguments[0]);
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
