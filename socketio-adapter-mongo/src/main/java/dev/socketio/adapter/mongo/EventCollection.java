package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ReadPreference;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The collection that the servers of a cluster share. It is created when it is missing;
 * an existing one is left as it is.
 */
final class EventCollection {

	private static final Logger logger = LoggerFactory.getLogger(EventCollection.class);

	private static final String CREATED_AT = "createdAt";

	private static final int NAMESPACE_EXISTS = 48;

	/** Holds some hundred events. */
	private static final long SMALL = 100_000;

	private static final long FEW = 500;

	/** MongoDB looks for documents to remove once a minute. */
	private static final Duration SHORT = Duration.ofMinutes(1);

	/** Drivers wait for answers without a limit by default. */
	private static final Duration PREPARE_TIMEOUT = Duration.ofSeconds(40);

	private final MongoDatabase database;

	private final String name;

	private final MongoOptions options;

	private final Set<String> warnings = ConcurrentHashMap.newKeySet();

	EventCollection(MongoClient client, String database, String name, MongoOptions options) {
		this.database = client.getDatabase(database)
			.withCodecRegistry(MongoClientSettings.getDefaultCodecRegistry())
			.withReadPreference(ReadPreference.primary());
		this.name = name;
		this.options = options;
	}

	MongoCollection<RawBsonDocument> documents() {
		return this.database.getCollection(this.name, RawBsonDocument.class);
	}

	@Override
	public String toString() {
		return this.database.getName() + "." + this.name;
	}

	/**
	 * Create the collection, or check whether it is suitable. Refusals of MongoDB are
	 * logged: another server may have created the collection, or may do it. Fails with a
	 * {@link MongoTimeoutException} if MongoDB does not answer.
	 */
	Mono<Void> prepare() {
		return find().flatMap((found) -> check(found).thenReturn(found))
			.switchIfEmpty(Mono.defer(this::create))
			.then()
			.onErrorResume(MongoErrors::isRefusal, (error) -> {
				warn("Cannot check whether the collection {} exists and is suitable", error);
				return Mono.empty();
			})
			.timeout(PREPARE_TIMEOUT, Mono.error(() -> new MongoTimeoutException(
					"MongoDB does not answer whether the collection " + this + " exists")));
	}

	private Mono<Document> find() {
		return Mono
			.defer(() -> Mono.from(this.database.listCollections().filter(Filters.eq("name", this.name)).first()))
			.map((found) -> found.get("options", new Document()));
	}

	private Mono<Document> create() {
		CreateCollectionOptions creation = new CreateCollectionOptions();
		if (!this.options.addCreatedAtField()) {
			creation.capped(true).sizeInBytes(this.options.cappedSize());
		}
		return Mono.defer(() -> Mono.from(this.database.createCollection(this.name, creation)))
			.then(createIndexes())
			.onErrorResume(EventCollection::exists, (error) -> createIndexes().then(find()).flatMap(this::check))
			.onErrorResume(MongoErrors::isRefusal, (error) -> {
				warn("The collection {} cannot be created; without limits it grows without limit", error);
				return Mono.empty();
			})
			.then(Mono.empty());
	}

	/** Another server may have been faster. */
	private static boolean exists(Throwable error) {
		return error instanceof MongoCommandException command && command.getErrorCode() == NAMESPACE_EXISTS;
	}

	private Mono<Void> createIndexes() {
		Mono<Void> sessions = createIndex("data.pid", new IndexOptions().sparse(true));
		if (!this.options.addCreatedAtField()) {
			return sessions;
		}
		return createIndex(CREATED_AT,
				new IndexOptions().expireAfter(this.options.timeToLive().toSeconds(), TimeUnit.SECONDS))
			.then(sessions);
	}

	private Mono<Void> createIndex(String field, IndexOptions how) {
		return Mono.defer(() -> Mono.from(documents().createIndex(Indexes.ascending(field), how)))
			.then()
			.onErrorResume(MongoErrors::isRefusal, (error) -> {
				warn("The collection {} has no index on '" + field + "'", error);
				return Mono.empty();
			});
	}

	private Mono<Void> check(Document found) {
		boolean capped = Boolean.TRUE.equals(found.get("capped"));
		if (!this.options.addCreatedAtField()) {
			checkSize(capped, found);
			return Mono.empty();
		}
		if (capped) {
			warn("The collection {} is capped: sessions cannot be removed from it. "
					+ "Use one with a TTL index, or do not add the field 'createdAt'", null);
			return Mono.empty();
		}
		return Flux.defer(() -> documents().listIndexes()).collectList().doOnNext(this::checkIndexes).then();
	}

	private void checkSize(boolean capped, Document found) {
		if (!capped) {
			warn("The collection {} is not capped and grows without limit. Create a capped one, "
					+ "or one with a TTL index and add the field 'createdAt'", null);
		}
		else if (isBelow(found.get("size"), SMALL)) {
			warn("The capped collection {} has only " + found.get("size")
					+ " bytes: clients that were disconnected for a moment cannot be recovered", null);
		}
		else if (isBelow(found.get("max"), FEW)) {
			warn("The capped collection {} has only " + found.get("max")
					+ " documents: clients that were disconnected for a moment cannot be recovered", null);
		}
	}

	/** Where there is no limit, it is absent or 0. */
	private static boolean isBelow(@Nullable Object limit, long minimum) {
		return limit instanceof Number number && number.longValue() > 0 && number.longValue() < minimum;
	}

	private void checkIndexes(List<Document> indexes) {
		Object expiry = indexes.stream()
			.filter((index) -> index.get("key", new Document()).keySet().equals(Set.of(CREATED_AT)))
			.map((index) -> index.get("expireAfterSeconds"))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		if (expiry == null) {
			warn("The collection {} has no TTL index on 'createdAt' and grows without limit", null);
		}
		else if (expiry instanceof Number seconds && seconds.doubleValue() < SHORT.toSeconds()) {
			warn("The TTL index of the collection {} removes documents after " + seconds
					+ " seconds: clients that were disconnected for longer cannot be recovered", null);
		}
	}

	/**
	 * Logs each warning once: servers check again after interruptions of the change
	 * stream.
	 */
	private void warn(String message, @Nullable Throwable error) {
		if (this.warnings.add(message)) {
			logger.warn(message + ((error != null) ? ": {}" : ""), this, (error != null) ? error.getMessage() : null);
		}
	}

}
