package dev.socketio.adapter.mongo;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.channel.BusMessage;
import dev.socketio.adapter.cluster.channel.Outgoing;
import dev.socketio.adapter.cluster.channel.PublicationException;
import dev.socketio.adapter.cluster.channel.Sender;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stores the documents of an outbox. A document that may have been stored although the
 * answer of MongoDB did not come is found by its id.
 */
final class DocumentSender implements Sender<BusMessage> {

	private static final InsertManyOptions ORDERED = new InsertManyOptions().ordered(true);

	/**
	 * MongoDB stores documents of 16 MiB, but change streams wrap them in documents that
	 * must not be larger either: one that is just too large would end the change streams
	 * of all servers.
	 */
	private static final int MAX_SIZE = 16 * 1024 * 1024 - 16 * 1024;

	private static final int DUPLICATE_KEY = 11000;

	private static final String ID = "_id";

	private final MongoCollection<RawBsonDocument> collection;

	private final ClusterStatistics statistics;

	DocumentSender(MongoCollection<RawBsonDocument> collection, ClusterStatistics statistics) {
		this.collection = collection;
		this.statistics = statistics;
	}

	@Override
	public String name() {
		return "MongoDB";
	}

	@Override
	public int maxMessageBytes() {
		return MAX_SIZE;
	}

	@Override
	public Mono<Void> send(List<Outgoing<BusMessage>> batch) {
		List<RawBsonDocument> documents = batch.stream().map(DocumentSender::document).toList();
		return Mono.from(this.collection.insertMany(documents, ORDERED))
			.then()
			.onErrorResume(MongoBulkWriteException.class, (error) -> partlyStored(batch, error))
			.doOnSuccess((nothing) -> batch.stream()
				.filter((message) -> !message.isUntried())
				.forEach((message) -> message.sent(offset(message))));
	}

	private static RawBsonDocument document(Outgoing<BusMessage> message) {
		return new RawBsonDocument(message.message().payload());
	}

	private static BsonValue id(Outgoing<BusMessage> message) {
		return Objects.requireNonNull(document(message).get(ID));
	}

	private static String offset(Outgoing<BusMessage> message) {
		BsonValue id = id(message);
		return id.isObjectId() ? id.asObjectId().getValue().toHexString() : id.toString();
	}

	/**
	 * The documents before the failed one are stored, those behind it have not been
	 * tried.
	 */
	private Mono<Void> partlyStored(List<Outgoing<BusMessage>> batch, MongoBulkWriteException error) {
		if (error.getWriteErrors().isEmpty()) {
			return withoutConfirmation(error);
		}
		BulkWriteError cause = error.getWriteErrors().get(0);
		int index = Math.min(cause.getIndex(), batch.size() - 1);
		batch.subList(0, index).forEach((message) -> message.sent(offset(message)));
		if (MongoErrors.isNotNow(error) || MongoErrors.isNotNow(cause.getCode())) {
			// bulk errors have a code of their own
			return Mono.error(new MongoException(cause.getCode(), cause.getMessage(), error));
		}
		Outgoing<BusMessage> failed = batch.get(index);
		if (cause.getCode() == DUPLICATE_KEY && failed.isDoubtful()) {
			failed.sent(offset(failed));
		}
		else {
			failed.failed(new PublicationException("MongoDB did not store a message",
					new MongoException(cause.getCode(), cause.getMessage())));
		}
		batch.subList(index + 1, batch.size()).forEach(Outgoing::untried);
		return Mono.empty();
	}

	/** The documents are stored, but perhaps not on as many nodes as wanted. */
	private Mono<Void> withoutConfirmation(MongoBulkWriteException error) {
		if (MongoErrors.isNotNow(error)) {
			return Mono.error(error);
		}
		this.statistics.error(error);
		return Mono.empty();
	}

	/** Where MongoDB does not say, it refuses a second document with the same id. */
	@Override
	public Mono<Void> verify(List<Outgoing<BusMessage>> doubtful) {
		List<BsonValue> ids = doubtful.stream().map(DocumentSender::id).toList();
		return Flux.from(this.collection.find(Filters.in(ID, ids)).projection(Projections.include(ID)))
			.map((found) -> found.get(ID))
			.collect(Collectors.toSet())
			.doOnNext((stored) -> confirm(doubtful, stored))
			.then();
	}

	private static void confirm(List<Outgoing<BusMessage>> doubtful, Set<BsonValue> stored) {
		doubtful.stream()
			.filter((message) -> stored.contains(id(message)))
			.forEach((message) -> message.sent(offset(message)));
	}

	@Override
	public Failure failure(Throwable error) {
		return MongoErrors.isNotNow(error) ? Failure.UNKNOWN : Failure.REFUSED;
	}

}
