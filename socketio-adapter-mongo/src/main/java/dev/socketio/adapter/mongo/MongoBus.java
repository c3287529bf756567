package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.PacketFormatException;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * What all namespaces of a server share: its id, and one change stream whose documents go
 * to the adapters. Safe for use by several threads.
 * <p>
 * When nothing has come for as long as other servers may be silent, this server stores a
 * heartbeat of its own and looks whether it comes: the place in the change stream would
 * otherwise become older than what MongoDB remembers, and nobody would notice when the
 * change stream stood still.
 */
final class MongoBus {

	/** As long as nothing has come, heartbeats tell when the change stream is open. */
	private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);

	private static final int FAST_PROBES = 50;

	/** Doubles with every attempt. */
	private static final Duration REOPEN_DELAY = Duration.ofMillis(100);

	/** Longer than the driver looks for a server, so that its error is the one to see. */
	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(40);

	private static final String SILENT = "The change stream is open, but documents do not arrive; "
			+ "perhaps there is no majority of the replica set";

	private final String uid = ServerId.random();

	private final MongoConnection connection;

	private final ChangeStream stream;

	private final Map<String, MongoAdapter> adapters = new ConcurrentHashMap<>();

	private final Sinks.Empty<Void> refused = Sinks.empty();

	private final long quiet;

	private @Nullable Disposable probing;

	/** Touched by one probe after the other. */
	private int probes;

	private long lastProbe = System.nanoTime();

	/** Since when a heartbeat has been stored that has not come, 0 if there is none. */
	private volatile long missing;

	MongoBus(MongoConnection connection) {
		this.connection = connection;
		this.quiet = connection.options().heartbeatTimeout().toNanos();
		this.stream = new ChangeStream(connection.collection(), this.uid, connection.statistics(), this::receive,
				this::announce, REOPEN_DELAY);
	}

	/** Blocks until the change stream is open. */
	void open() {
		try {
			this.connection.collection().prepare().then(Mono.defer(() -> {
				this.stream.open();
				long interval = PROBE_INTERVAL.toMillis();
				this.probing = Schedulers.parallel()
					.schedulePeriodically(this::probe, 0, interval, TimeUnit.MILLISECONDS);
				return Mono.firstWithSignal(this.stream.opened(), this.refused.asMono());
			})).timeout(OPEN_TIMEOUT, Mono.error(() -> new MongoTimeoutException(SILENT))).block();
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private void probe() {
		if (!this.connection.isWriting()) {
			return;
		}
		if (!this.stream.isUp()) {
			if (this.probes++ < FAST_PROBES || this.probes % FAST_PROBES == 0) {
				storeHeartbeat().subscribe((nothing) -> {
				}, this::notStored);
			}
			return;
		}
		this.probes = 0;
		long now = System.nanoTime();
		if (now - this.stream.lastEvent() > this.quiet && now - this.lastProbe > this.quiet) {
			this.lastProbe = now;
			storeHeartbeat().subscribe((nothing) -> {
			}, (error) -> {
			}, () -> expectHeartbeat(now));
		}
	}

	/** Of interest while {@link #open()} waits. */
	private void notStored(Throwable error) {
		if (error.getCause() instanceof MongoException refusal) {
			this.refused.tryEmitError(refusal);
		}
	}

	private Mono<Void> storeHeartbeat() {
		return this.connection
			.insert(this.connection.documents().message(this.uid, "/", new InitialHeartbeat(), new ObjectId()));
	}

	private void expectHeartbeat(long sent) {
		if (!isMissing()) {
			this.missing = sent | 1;
		}
	}

	private boolean isMissing() {
		long since = this.missing;
		return since != 0 && this.stream.lastEvent() - since < 0;
	}

	String uid() {
		return this.uid;
	}

	MongoConnection connection() {
		return this.connection;
	}

	/** Whether documents of others arrive. */
	boolean isReading() {
		return this.stream.isUp() && !(isMissing() && System.nanoTime() - this.missing > 2 * this.quiet);
	}

	void add(String namespace, MongoAdapter adapter) {
		this.adapters.put(namespace, adapter);
	}

	void remove(String namespace, MongoAdapter adapter) {
		this.adapters.remove(namespace, adapter);
	}

	/** Others may have given up this server, or come, while nothing arrived. */
	void announce() {
		this.adapters.values()
			.forEach((adapter) -> ApplicationCode.run(adapter::announceAgain, this.connection.statistics()::error));
	}

	private void receive(RawBsonDocument document) {
		ApplicationCode.run(() -> pass(document), this::notUnderstood);
	}

	private void pass(RawBsonDocument document) {
		MongoDocuments.Envelope envelope = MongoDocuments.read(document);
		String namespace = envelope.namespace();
		MongoAdapter adapter = (namespace != null) ? this.adapters.get(namespace) : null;
		if (adapter != null && !this.uid.equals(envelope.uid())) {
			this.connection.statistics().received();
			adapter.receive(envelope);
		}
	}

	private void notUnderstood(Throwable error) {
		ClusterStatistics statistics = this.connection.statistics();
		if (error instanceof PacketFormatException) {
			statistics.ignored(this.connection.collection().toString(), String.valueOf(error.getMessage()));
		}
		else {
			statistics.error(error);
		}
	}

	void close() {
		if (this.probing != null) {
			this.probing.dispose();
		}
		this.stream.close();
	}

}
