package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.internal.Results;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Stores documents in the order in which they come: one command at a time, with all that
 * has come in the meantime. What is on the way when the connection breaks is sent again,
 * unless MongoDB has it already, which its id tells; what MongoDB refuses for a while is
 * tried again. Never blocks. Safe for use by several threads.
 */
final class Insertions implements AutoCloseable {

	private static final InsertManyOptions ORDERED = new InsertManyOptions().ordered(true);

	/**
	 * MongoDB stores documents of 16 MiB, but change streams tell of them in documents
	 * that must not be larger either: one that is just too large would end the change
	 * streams of all servers.
	 */
	private static final int MAX_SIZE = 16 * 1024 * 1024 - 16 * 1024;

	private static final int MAX_BATCH = 500;

	private static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

	private static final int DUPLICATE_KEY = 11000;

	/** How long a document waits while MongoDB cannot be reached. */
	private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(30);

	/** A command that takes longer is a sign that something is wrong. */
	private static final long SLOW = TimeUnit.SECONDS.toNanos(1);

	private static final Duration RETRY_DELAY = Duration.ofMillis(200);

	private final MongoCollection<RawBsonDocument> collection;

	private final int maxPending;

	private final ClusterStatistics statistics;

	private final Runnable whenRestored;

	/** Guarded by this, as are the fields below. */
	private final Deque<Insertion> waiting = new ArrayDeque<>();

	private List<Insertion> sent = List.of();

	private Mono<Void> last = Mono.empty();

	private boolean paused;

	private boolean closed;

	private volatile boolean retrying;

	/** When the command on the way left, 0 if there is none. */
	private volatile long sentAt;

	Insertions(MongoCollection<RawBsonDocument> collection, int maxPending, ClusterStatistics statistics,
			Runnable whenRestored) {
		this.collection = collection;
		this.maxPending = maxPending;
		this.statistics = statistics;
		this.whenRestored = whenRestored;
	}

	/** Wait with everything until {@link #resume()}. */
	synchronized void pause() {
		this.paused = true;
	}

	void resume() {
		synchronized (this) {
			this.paused = false;
		}
		sendNext();
	}

	/** Whether documents are stored without delay, as far as is known. */
	boolean isUp() {
		long since = this.sentAt;
		return !this.retrying && (since == 0 || System.nanoTime() - since < SLOW);
	}

	/**
	 * Store a document.
	 * @return completes when it is stored
	 */
	Mono<Void> insert(RawBsonDocument document) {
		Insertion insertion = new Insertion(document);
		if (insertion.size() > MAX_SIZE) {
			return refused("A message of " + insertion.size() + " bytes is larger than what MongoDB can tell of");
		}
		synchronized (this) {
			if (this.closed) {
				return refused("The connection to other servers is closed");
			}
			if (this.waiting.size() + this.sent.size() >= this.maxPending) {
				return refused(this.maxPending + " messages wait for MongoDB already; it is slow or cannot be reached");
			}
			this.waiting.addLast(insertion);
			this.last = insertion.result.asMono();
		}
		sendNext();
		return Results.of(insertion.result.asMono());
	}

	private Mono<Void> refused(String reason) {
		MongoPublicationException error = new MongoPublicationException(reason, null);
		this.statistics.publicationFailed(error);
		return Mono.error(error);
	}

	/** Completes when all that has been added so far is stored, or has failed. */
	synchronized Mono<Void> settled() {
		return this.last.onErrorComplete();
	}

	private void sendNext() {
		List<RawBsonDocument> documents;
		synchronized (this) {
			if (this.closed || this.paused || !this.sent.isEmpty() || this.waiting.isEmpty()) {
				return;
			}
			this.sent = nextBatch();
			documents = this.sent.stream().map(Insertion::document).toList();
			this.sentAt = System.nanoTime() | 1;
		}
		// the driver throws when the client is closed
		Mono.defer(() -> Mono.from(this.collection.insertMany(documents, ORDERED))).subscribe((result) -> {
		}, this::failed, this::stored);
	}

	private List<Insertion> nextBatch() {
		List<Insertion> batch = new ArrayList<>();
		int bytes = 0;
		while (!this.waiting.isEmpty() && batch.size() < MAX_BATCH
				&& (batch.isEmpty() || bytes + this.waiting.getFirst().size() <= MAX_BATCH_BYTES)) {
			Insertion next = this.waiting.removeFirst();
			bytes += next.size();
			batch.add(next);
		}
		return batch;
	}

	private synchronized List<Insertion> takeSent() {
		List<Insertion> batch = this.sent;
		this.sent = List.of();
		this.sentAt = 0;
		return batch;
	}

	private void stored() {
		takeSent().forEach(this::stored);
		proceed();
	}

	private void proceed() {
		boolean restored = this.retrying;
		this.retrying = false;
		sendNext();
		if (restored) {
			this.whenRestored.run();
		}
	}

	private void stored(Insertion insertion) {
		this.statistics.published();
		insertion.result.tryEmitEmpty();
	}

	private void failed(Throwable error) {
		if (error instanceof MongoBulkWriteException bulk && !bulk.getWriteErrors().isEmpty()) {
			partlyFailed(bulk, bulk.getWriteErrors().get(0));
		}
		else if (MongoErrors.isNotNow(error)) {
			this.statistics.error(error);
			sendAgain(takeSent(), error);
		}
		else if (error instanceof MongoBulkWriteException) {
			// stored, but perhaps not on as many nodes as wanted
			this.statistics.error(error);
			stored();
		}
		else {
			takeSent().forEach((insertion) -> fail(insertion, error));
			proceed();
		}
	}

	/** Those before the failed one are stored, those behind it have not been tried. */
	private void partlyFailed(MongoBulkWriteException bulk, BulkWriteError error) {
		List<Insertion> batch = takeSent();
		if (batch.isEmpty()) {
			return; // closed
		}
		int index = Math.min(error.getIndex(), batch.size() - 1);
		batch.subList(0, index).forEach(this::stored);
		Insertion failed = batch.get(index);
		if (MongoErrors.isNotNow(bulk) || MongoErrors.isNotNow(error.getCode())) {
			this.statistics.error(bulk);
			sendAgain(batch.subList(index, batch.size()), bulk);
			return;
		}
		if (error.getCode() == DUPLICATE_KEY && failed.sentBefore) {
			stored(failed);
		}
		else {
			fail(failed, new MongoException(error.getCode(), error.getMessage()));
		}
		putBack(batch.subList(index + 1, batch.size()));
		proceed();
	}

	private synchronized void putBack(List<Insertion> batch) {
		for (int i = batch.size() - 1; i >= 0; i--) {
			this.waiting.addFirst(batch.get(i));
		}
	}

	private void sendAgain(List<Insertion> batch, Throwable error) {
		synchronized (this) {
			batch.forEach((insertion) -> insertion.sentBefore = true);
			putBack(batch);
		}
		pauseAndVerify(error);
	}

	private void pauseAndVerify(Throwable error) {
		this.retrying = true;
		long now = System.nanoTime();
		List<Insertion> expired = new ArrayList<>();
		boolean last;
		synchronized (this) {
			// in the order in which they came, so the oldest are first
			while (!this.waiting.isEmpty() && (this.closed || now - this.waiting.getFirst().since > MAX_AGE)) {
				expired.add(this.waiting.removeFirst());
			}
			this.paused = true;
			last = this.closed;
		}
		expired.forEach((insertion) -> fail(insertion, error));
		if (!last) {
			Schedulers.parallel().schedule(this::verify, RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Find out what has been stored although the answer did not come. Where MongoDB does
	 * not say, it refuses a second document with the same id.
	 */
	private void verify() {
		List<Insertion> doubtful;
		synchronized (this) {
			doubtful = this.waiting.stream().takeWhile((insertion) -> insertion.sentBefore).toList();
		}
		if (doubtful.isEmpty()) {
			verified(doubtful, Set.of());
			return;
		}
		List<BsonValue> ids = doubtful.stream().map((insertion) -> insertion.document.get("_id")).toList();
		Flux.defer(() -> this.collection.find(Filters.in("_id", ids)).projection(Projections.include("_id")))
			.map((found) -> found.get("_id"))
			.collect(Collectors.toSet())
			.subscribe((stored) -> verified(doubtful, stored), (error) -> {
				this.statistics.error(error);
				if (MongoErrors.isNotNow(error)) {
					pauseAndVerify(error);
				}
				else {
					verified(doubtful, Set.of());
				}
			});
	}

	private void verified(List<Insertion> doubtful, Set<BsonValue> stored) {
		List<Insertion> done = doubtful.stream()
			.filter((insertion) -> stored.contains(insertion.document.get("_id")))
			.toList();
		synchronized (this) {
			this.waiting.removeAll(done);
			this.paused = false;
		}
		done.forEach(this::stored);
		proceed();
	}

	private void fail(Insertion insertion, @Nullable Throwable cause) {
		MongoPublicationException error = new MongoPublicationException("MongoDB did not store a message", cause);
		this.statistics.publicationFailed(error);
		insertion.result.tryEmitError(error);
	}

	/** Give up what has not been stored. */
	@Override
	public void close() {
		List<Insertion> rest = new ArrayList<>();
		synchronized (this) {
			this.closed = true;
			rest.addAll(this.sent);
			rest.addAll(this.waiting);
			this.sent = List.of();
			this.waiting.clear();
		}
		rest.forEach((insertion) -> fail(insertion, null));
	}

	private static final class Insertion {

		private final RawBsonDocument document;

		private final Sinks.Empty<Void> result = Sinks.empty();

		private final long since = System.nanoTime();

		private boolean sentBefore;

		Insertion(RawBsonDocument document) {
			this.document = document;
		}

		RawBsonDocument document() {
			return this.document;
		}

		int size() {
			return this.document.getByteBuffer().remaining();
		}

	}

}
