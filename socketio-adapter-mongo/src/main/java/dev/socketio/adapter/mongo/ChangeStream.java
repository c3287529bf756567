package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import com.mongodb.reactivestreams.client.ChangeStreamPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.internal.ApplicationCode;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The documents that other servers store, in the order of MongoDB. The driver continues
 * after most interruptions; after others this does, behind the last document it has seen.
 * <p>
 * The initial heartbeats of this server are received too: the first one tells that the
 * stream is open, and from where to continue when nothing else has come yet.
 */
final class ChangeStream {

	private static final Logger logger = LoggerFactory.getLogger(ChangeStream.class);

	/** The stage is known to replica sets only. */
	private static final int NO_REPLICA_SET = 40573;

	/**
	 * What MongoDB answers when it cannot continue from a place: it does not have it any
	 * more (InvalidResumeToken, ChangeStreamFatalError, ChangeStreamHistoryLost,
	 * CappedPositionLost), or what comes next is too large (BSONObjectTooLarge).
	 */
	private static final Set<Integer> LOST = Set.of(260, 280, 286, 136, 10334);

	/**
	 * What has nothing to do with the place: Unauthorized, AuthenticationFailed,
	 * CursorKilled, Interrupted.
	 */
	private static final Set<Integer> ELSEWHERE = Set.of(13, 18, 237, 11601);

	/** After how many other refusals in a row the place is given up. */
	private static final int MAX_REFUSALS = 5;

	private static final Duration MAX_AWAIT = Duration.ofSeconds(1);

	/** More are in memory only while they are being handed out. */
	private static final int BATCH_SIZE = 1000;

	private static final Duration MAX_DELAY = Duration.ofSeconds(5);

	private final EventCollection collection;

	private final List<Bson> pipeline;

	private final ClusterStatistics statistics;

	private final Consumer<RawBsonDocument> receiver;

	private final Runnable whenRestored;

	private final Duration minDelay;

	private final Disposable.Swap subscription = Disposables.swap();

	private final Sinks.Empty<Void> opened = Sinks.empty();

	private volatile boolean up;

	private volatile boolean closed;

	/** Touched by one signal of the stream after the other. */
	private volatile @Nullable BsonDocument token;

	private volatile int attempts;

	private volatile int refusals;

	private volatile long lastEvent = System.nanoTime();

	ChangeStream(EventCollection collection, String uid, ClusterStatistics statistics,
			Consumer<RawBsonDocument> receiver, Runnable whenRestored, Duration minDelay) {
		this.collection = collection;
		this.statistics = statistics;
		this.receiver = receiver;
		this.whenRestored = whenRestored;
		this.minDelay = minDelay;
		Bson wanted = Filters.or(Filters.ne("fullDocument.uid", uid),
				Filters.eq("fullDocument.type", InitialHeartbeat.TYPE));
		// without the last one it would be unknown from where to continue behind it
		this.pipeline = List.of(Aggregates.match(Filters.or(Filters.and(Filters.eq("operationType", "insert"), wanted),
				Filters.eq("operationType", "invalidate"))));
	}

	/** Whether documents arrive, as far as is known. */
	boolean isUp() {
		return this.up;
	}

	/** Completes with the first document; fails if the first attempt to open fails. */
	Mono<Void> opened() {
		return this.opened.asMono();
	}

	/** When the last document came. */
	long lastEvent() {
		return this.lastEvent;
	}

	void open() {
		// the driver throws when the client is closed
		Flux<ChangeStreamDocument<RawBsonDocument>> events = Flux.defer(this::watch);
		this.subscription.update(events.subscribe(this::next, this::failed, this::ended));
	}

	/**
	 * The driver asks for the next documents when these have been handed out, so that no
	 * more than one batch is in memory.
	 */
	private ChangeStreamPublisher<RawBsonDocument> watch() {
		MongoCollection<RawBsonDocument> documents = this.collection.documents();
		if (documents.getTimeout(TimeUnit.MILLISECONDS) != null) {
			// is for commands that end, and would interrupt this one all the time
			documents = documents.withTimeout(0, TimeUnit.MILLISECONDS);
		}
		ChangeStreamPublisher<RawBsonDocument> publisher = documents.watch(this.pipeline, RawBsonDocument.class)
			.batchSize(BATCH_SIZE)
			.maxAwaitTime(MAX_AWAIT.toMillis(), TimeUnit.MILLISECONDS);
		BsonDocument last = this.token;
		return (last != null) ? publisher.startAfter(last) : publisher;
	}

	private void next(ChangeStreamDocument<RawBsonDocument> event) {
		this.token = event.getResumeToken();
		this.attempts = 0;
		this.refusals = 0;
		RawBsonDocument document = event.getFullDocument();
		if (event.getOperationType() == OperationType.INVALIDATE || document == null) {
			return;
		}
		this.lastEvent = System.nanoTime();
		boolean restored = false;
		if (!this.up) {
			this.up = true;
			restored = this.opened.tryEmitEmpty().isFailure();
		}
		// whatever a document does, those behind it have to be read
		ApplicationCode.run(() -> this.receiver.accept(document), this.statistics::error);
		if (restored && !this.closed) {
			logger.info("The change stream of {} continues", this.collection);
			ApplicationCode.run(this.whenRestored::run, this.statistics::error);
		}
	}

	/** The collection has been dropped or renamed. */
	private void ended() {
		failed(new MongoException("The change stream of " + this.collection + " has ended"));
	}

	private void failed(Throwable error) {
		if (this.closed) {
			return;
		}
		boolean wasUp = this.up;
		this.up = false;
		if (this.token == null && this.opened.tryEmitError(supported(error)).isSuccess()) {
			return;
		}
		if (wasUp) {
			logger.warn("The change stream of {} is interrupted, trying to continue: {}", this.collection,
					error.toString());
		}
		if (isLost(error)) {
			this.token = null;
			logger.error("The change stream of {} cannot be continued where it was interrupted: "
					+ "messages of other servers are lost", this.collection, error);
			this.statistics.gap(error);
		}
		else {
			this.statistics.error(error);
		}
		long delay = Math.min(this.minDelay.toMillis() << Math.min(this.attempts++, 10), MAX_DELAY.toMillis());
		Schedulers.parallel().schedule(this::reopen, delay, TimeUnit.MILLISECONDS);
	}

	private static Throwable supported(Throwable error) {
		boolean standalone = error instanceof MongoCommandException command && command.getErrorCode() == NO_REPLICA_SET;
		return standalone ? new UnsupportedMongoException(error) : error;
	}

	private boolean isLost(Throwable error) {
		if (this.token == null || MongoErrors.isTransient(error)) {
			return false;
		}
		int code = (error instanceof MongoException exception) ? exception.getCode() : 0;
		return LOST.contains(code) || (!ELSEWHERE.contains(code) && ++this.refusals >= MAX_REFUSALS);
	}

	private void reopen() {
		if (!this.closed) {
			this.collection.prepare().onErrorComplete().subscribe((nothing) -> {
			}, (error) -> {
			}, this::openUnlessClosed);
		}
	}

	private void openUnlessClosed() {
		if (!this.closed) {
			open();
		}
	}

	void close() {
		this.closed = true;
		this.up = false;
		this.subscription.dispose();
		this.opened.tryEmitEmpty();
	}

}
