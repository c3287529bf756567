package dev.socketio.adapter.mongo;

import java.time.Clock;
import java.time.Duration;

import com.mongodb.reactivestreams.client.MongoClient;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.ClusterStatistics;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The collection that a server or an emitter shares with others, whatever the number of
 * its namespaces: one queue of documents to be stored and, for a server, one change
 * stream. The client is the application's and is not closed. Safe for use by several
 * threads; methods do not block unless they say so.
 *
 * @since 0.1.0
 */
public final class MongoConnection implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private final EventCollection collection;

	private final MongoOptions options;

	private final ClusterStatistics statistics = new ClusterStatistics();

	private final MongoDocuments documents;

	private final Insertions insertions;

	private @Nullable MongoBus bus;

	private boolean prepared;

	private MongoConnection(EventCollection collection, MongoOptions options, JsonMapper mapper) {
		this.collection = collection;
		this.options = options;
		this.documents = new MongoDocuments(new ClusterMessageCodec(mapper), options.addCreatedAtField(),
				Clock.systemUTC());
		this.insertions = new Insertions(collection.documents(), options.maxPendingPublications(), this.statistics,
				this::restored);
	}

	/**
	 * Open a connection. The collection is not accessed yet.
	 * @param client the application's client
	 * @param database the name of the database
	 * @param options the options, with the same collection for all servers and emitters
	 * of the cluster
	 * @param mapper the application's mapper
	 * @return the connection
	 */
	public static MongoConnection open(MongoClient client, String database, MongoOptions options, JsonMapper mapper) {
		return new MongoConnection(new EventCollection(client, database, options.collection(), options), options,
				mapper);
	}

	/**
	 * Return the counters of all that goes over this connection.
	 * @return the statistics
	 */
	public ClusterStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Return whether MongoDB can be reached.
	 * @return {@code false} while documents have to wait, or the change stream is
	 * interrupted
	 */
	public boolean isUp() {
		MongoBus reading = bus();
		return this.insertions.isUp() && (reading == null || reading.isReading());
	}

	EventCollection collection() {
		return this.collection;
	}

	MongoOptions options() {
		return this.options;
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

	boolean isWriting() {
		return this.insertions.isUp();
	}

	private synchronized @Nullable MongoBus bus() {
		return this.bus;
	}

	/** Begin to read. Blocks until the change stream is open. */
	MongoBus read() {
		MongoBus reading = new MongoBus(this);
		synchronized (this) {
			if (this.bus != null) {
				throw new IllegalStateException("A connection belongs to one server");
			}
			this.bus = reading;
		}
		reading.open();
		return reading;
	}

	/** Create the collection if it is missing; documents wait for it. */
	void prepare() {
		synchronized (this) {
			if (this.prepared) {
				return;
			}
			this.prepared = true;
		}
		this.insertions.pause();
		this.collection.prepare().doFinally((signal) -> this.insertions.resume()).subscribe((nothing) -> {
		}, this.statistics::error);
	}

	private void restored() {
		MongoBus reading = bus();
		if (reading != null) {
			reading.announce();
		}
	}

	/**
	 * Stop reading and writing. Blocks until waiting documents are stored, at most two
	 * seconds.
	 */
	@Override
	public void close() {
		MongoBus reading = bus();
		try {
			if (reading != null) {
				reading.close();
			}
			settled().timeout(CLOSE_TIMEOUT, Mono.empty()).block();
		}
		finally {
			this.insertions.close();
		}
	}

}
