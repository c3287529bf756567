package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.protocol.PacketFormatException;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What all namespaces of a server share: its id, and one change stream whose documents go
 * to the adapters. Safe for use by several threads.
 */
final class MongoBus {

	/** As long as nothing has come, heartbeats tell when the change stream is open. */
	private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);

	private static final int FAST_PROBES = 50;

	/** Longer than the driver looks for a server, so that its error is the one to see. */
	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(40);

	private final String uid = ServerId.random();

	private final MongoConnection connection;

	private final ChangeStream stream;

	private final Map<String, MongoAdapter> adapters = new ConcurrentHashMap<>();

	private @Nullable Disposable probing;

	private int probes;

	MongoBus(MongoConnection connection) {
		this.connection = connection;
		this.stream = new ChangeStream(connection.collection(), this.uid, connection.statistics(), this::receive,
				this::announce);
	}

	/** Blocks until the change stream is open. */
	void open() {
		try {
			this.connection.collection().prepare().then(Mono.defer(() -> {
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
		if (!this.stream.isUp() && this.connection.isWriting()
				&& (this.probes++ < FAST_PROBES || this.probes % FAST_PROBES == 0)) {
			this.connection
				.insert(this.connection.documents().message(this.uid, "/", new InitialHeartbeat(), new ObjectId()));
		}
	}

	String uid() {
		return this.uid;
	}

	MongoConnection connection() {
		return this.connection;
	}

	/** Whether documents of others arrive. */
	boolean isReading() {
		return this.stream.isUp();
	}

	void add(String namespace, MongoAdapter adapter) {
		this.adapters.put(namespace, adapter);
	}

	void remove(String namespace, MongoAdapter adapter) {
		this.adapters.remove(namespace, adapter);
	}

	/** Others may have given up this server, or come, while nothing arrived. */
	void announce() {
		this.adapters.values().forEach(MongoAdapter::announceAgain);
	}

	private void receive(RawBsonDocument document) {
		ClusterStatistics statistics = this.connection.statistics();
		try {
			MongoDocuments.Envelope envelope = MongoDocuments.read(document);
			String namespace = envelope.namespace();
			MongoAdapter adapter = (namespace != null) ? this.adapters.get(namespace) : null;
			if (adapter != null && !this.uid.equals(envelope.uid())) {
				statistics.received();
				adapter.receive(envelope);
			}
		}
		catch (PacketFormatException ex) {
			statistics.ignored(this.connection.collection().toString(), String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException | StackOverflowError ex) {
			statistics.error(ex);
		}
	}

	void close() {
		if (this.probing != null) {
			this.probing.dispose();
		}
		this.stream.close();
	}

}
