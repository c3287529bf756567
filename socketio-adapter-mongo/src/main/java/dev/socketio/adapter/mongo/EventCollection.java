package dev.socketio.adapter.mongo;

import java.util.List;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
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

	/** Holds some thousand events; with less, a short interruption loses some. */
	private static final long SMALL = 100_000;

	private final MongoDatabase database;

	private final String name;

	private final MongoOptions options;

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

	/** Create the collection, or look whether it is suitable. */
	Mono<Void> prepare() {
		return Mono.from(this.database.listCollections().filter(Filters.eq("name", this.name)).first())
			.map((found) -> check(found.get("options", new Document())))
			.switchIfEmpty(Mono.fromSupplier(this::create))
			.flatMap((action) -> action)
			.onErrorResume(EventCollection::isNoPermission, (error) -> {
				logger.debug("Collection {} cannot be looked at", this, error);
				return Mono.empty();
			});
	}

	private static boolean isNoPermission(Throwable error) {
		return error instanceof MongoCommandException command && command.getErrorCode() == 13;
	}

	private Mono<Void> create() {
		CreateCollectionOptions creation = new CreateCollectionOptions();
		if (!this.options.addCreatedAtField()) {
			creation.capped(true).sizeInBytes(this.options.cappedSize());
		}
		return Mono.from(this.database.createCollection(this.name, creation))
			.onErrorResume(EventCollection::exists, (error) -> Mono.empty())
			.then(Mono.defer(this::createIndexes));
	}

	private static boolean exists(Throwable error) {
		return error instanceof MongoCommandException command && command.getErrorCode() == NAMESPACE_EXISTS;
	}

	private Mono<Void> createIndexes() {
		MongoCollection<RawBsonDocument> collection = documents();
		Mono<String> sessions = Mono
			.from(collection.createIndex(Indexes.ascending("data.pid"), new IndexOptions().sparse(true)));
		if (!this.options.addCreatedAtField()) {
			return sessions.then();
		}
		IndexOptions expiry = new IndexOptions().expireAfter(this.options.timeToLive().toMillis(),
				TimeUnit.MILLISECONDS);
		return sessions.then(Mono.from(collection.createIndex(Indexes.ascending(CREATED_AT), expiry))).then();
	}

	private Mono<Void> check(Document found) {
		boolean capped = Boolean.TRUE.equals(found.get("capped"));
		if (!this.options.addCreatedAtField()) {
			checkSize(capped, found);
			return Mono.empty();
		}
		if (capped) {
			logger.warn("The collection {} is capped: sessions cannot be removed from it. "
					+ "Use one with a TTL index, or do not add the field 'createdAt'", this);
			return Mono.empty();
		}
		return Flux.from(documents().listIndexes()).collectList().doOnNext(this::checkIndexes).then();
	}

	private void checkSize(boolean capped, Document found) {
		if (!capped) {
			logger.warn("The collection {} is not capped and grows for ever. Create a capped one, "
					+ "or one with a TTL index and add the field 'createdAt'", this);
		}
		else if (found.get("size") instanceof Number size && size.longValue() < SMALL) {
			logger.warn("The capped collection {} has only {} bytes: events are lost when servers or clients "
					+ "are disconnected for a moment", this, size);
		}
	}

	private void checkIndexes(List<Document> indexes) {
		boolean expires = indexes.stream()
			.anyMatch((index) -> index.containsKey("expireAfterSeconds")
					&& index.get("key", new Document()).containsKey(CREATED_AT));
		if (!expires) {
			logger.warn("The collection {} has no TTL index on 'createdAt' and grows for ever", this);
		}
	}

}
