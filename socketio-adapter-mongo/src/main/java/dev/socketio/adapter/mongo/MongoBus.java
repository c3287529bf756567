package dev.socketio.adapter.mongo;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterMessageTrees;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.protocol.PacketFormatException;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all namespaces of a server share: its id, one change stream, and one queue of
 * documents to be stored. Safe for use by several threads.
 */
final class MongoBus {

	/** As long as nothing has come, heartbeats tell when the change stream is open. */
	private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);

	private static final int FAST_PROBES = 50;

	/** Longer than the driver looks for a server, so that its error is the one to see. */
	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(40);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private final String uid = ServerId.random();

	private final EventCollection collection;

	private final MongoOptions options;

	private final ClusterStatistics statistics = new ClusterStatistics();

	private final MongoDocuments documents;

	private final Insertions insertions;

	private final ChangeStream stream;

	private final Map<String, MongoAdapter> adapters = new ConcurrentHashMap<>();

	private @Nullable Disposable probing;

	private int probes;

	MongoBus(EventCollection collection, MongoOptions options, JsonMapper mapper) {
		this.collection = collection;
		this.options = options;
		this.documents = new MongoDocuments(new ClusterMessageTrees(mapper), options.addCreatedAtField(),
				Clock.systemUTC());
		this.insertions = new Insertions(collection.documents(), options.maxPending(), this.statistics, this::announce);
		this.stream = new ChangeStream(collection, this.uid, this.statistics, this::receive, this::announce);
	}

	/** Blocks until the change stream is open. */
	void open() {
		try {
			this.collection.prepare().then(Mono.defer(() -> {
				this.stream.open();
				long interval = PROBE_INTERVAL.toMillis();
				this.probing = Schedulers.parallel()
					.schedulePeriodically(this::probe, 0, interval, TimeUnit.MILLISECONDS);
				return this.stream.opened();
			})).block(OPEN_TIMEOUT);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private void probe() {
		if (!this.stream.isUp() && this.insertions.isUp()
				&& (this.probes++ < FAST_PROBES || this.probes % FAST_PROBES == 0)) {
			insert(this.documents.message(this.uid, "/", new InitialHeartbeat(), new ObjectId()));
		}
	}

	String uid() {
		return this.uid;
	}

	EventCollection collection() {
		return this.collection;
	}

	MongoOptions options() {
		return this.options;
	}

	ClusterStatistics statistics() {
		return this.statistics;
	}

	MongoDocuments documents() {
		return this.documents;
	}

	Mono<Void> insert(RawBsonDocument document) {
		return this.insertions.insert(document);
	}

	/** Completes when all that has been added so far is stored, or has failed. */
	Mono<Void> settled() {
		return this.insertions.settled();
	}

	/** Whether documents are stored without delay, and those of others arrive. */
	boolean isUp() {
		return this.insertions.isUp() && this.stream.isUp();
	}

	void add(String namespace, MongoAdapter adapter) {
		this.adapters.put(namespace, adapter);
	}

	void remove(String namespace, MongoAdapter adapter) {
		this.adapters.remove(namespace, adapter);
	}

	/** Others may have given up this server, or come, while nothing arrived. */
	private void announce() {
		this.adapters.values().forEach(MongoAdapter::announceAgain);
	}

	private void receive(RawBsonDocument document) {
		try {
			MongoDocuments.Envelope envelope = MongoDocuments.read(document);
			String namespace = envelope.namespace();
			MongoAdapter adapter = (namespace != null) ? this.adapters.get(namespace) : null;
			if (adapter != null && !this.uid.equals(envelope.uid())) {
				this.statistics.received();
				adapter.receive(envelope);
			}
		}
		catch (PacketFormatException ex) {
			this.statistics.ignored(this.collection.toString(), String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.statistics.error(ex);
		}
	}

	/** Blocks until what waits is stored, but not for long. */
	void close() {
		if (this.probing != null) {
			this.probing.dispose();
		}
		this.stream.close();
		settled().timeout(CLOSE_TIMEOUT, Mono.empty()).block();
		this.insertions.close();
	}

}
