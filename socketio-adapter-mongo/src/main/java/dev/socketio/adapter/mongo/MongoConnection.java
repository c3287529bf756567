package dev.socketio.adapter.mongo;

import java.time.Clock;

import com.mongodb.reactivestreams.client.MongoClient;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.adapter.cluster.channel.BusMessage;
import dev.socketio.adapter.cluster.channel.ChannelOptions;
import dev.socketio.adapter.cluster.channel.ClusterChannel;
import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import org.bson.types.ObjectId;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The collection that a server or an emitter shares with others, whatever the number of
 * its namespaces: one outbox of documents to be stored and, for a server, one change
 * stream. The client is the application's and is not closed. Safe for use by several
 * threads; methods do not block unless they say so.
 *
 * @since 0.1.0
 */
public final class MongoConnection implements AutoCloseable {

	private final String uid = ServerId.random();

	private final EventCollection collection;

	private final MongoOptions options;

	private final MongoDocuments documents;

	private final ClusterStatistics statistics = new ClusterStatistics();

	private final MongoBus bus;

	private final ClusterChannel channel;

	private boolean reading;

	private boolean emitting;

	private MongoConnection(EventCollection collection, MongoOptions options, JsonMapper mapper) {
		this.collection = collection;
		this.options = options;
		this.documents = new MongoDocuments(new ClusterMessageCodec(mapper), options.addCreatedAtField(),
				Clock.systemUTC());
		ChannelOptions channelOptions = ChannelOptions.builder()
			.requestTimeout(options.requestTimeout())
			.heartbeats(options.heartbeatInterval(), options.heartbeatTimeout())
			.maxPending(options.maxPendingPublications())
			.build();
		this.bus = new MongoBus(this);
		this.channel = new ClusterChannel(this.bus, channelOptions, mapper, this.statistics);
	}

	/**
	 * Open a connection. The collection is not accessed yet.
	 * @param client the application's client
	 * @param database the name of the database
	 * @param options the options, the same for all servers and emitters of the cluster
	 * @param mapper the application's mapper
	 * @return the connection
	 */
	public static MongoConnection open(MongoClient client, String database, MongoOptions options, JsonMapper mapper) {
		return new MongoConnection(new EventCollection(client, database, options.collection(), options), options,
				mapper);
	}

	/**
	 * Return the counters of all messages that go over this connection.
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
		return isServer() ? this.channel.isUp() : isWriting();
	}

	/** Whether documents of others arrive. */
	boolean isReading() {
		return this.bus.isListening();
	}

	private synchronized boolean isServer() {
		return this.reading;
	}

	/** The id of this server in all its namespaces. */
	String uid() {
		return this.uid;
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

	ClusterChannel channel() {
		return this.channel;
	}

	boolean isWriting() {
		return this.channel.publisher().isUp();
	}

	Mono<Void> publish(Envelope envelope) {
		return publish(envelope, new ObjectId());
	}

	/** Store a message with a known id. */
	Mono<Void> publish(Envelope envelope, ObjectId id) {
		return this.channel.publisher()
			.publish(new BusMessage(envelope.withoutData(), this.documents.write(envelope, id)))
			.sent();
	}

	/** Completes when all that has been added so far is stored, or has failed. */
	Mono<Void> settled() {
		return this.channel.publisher().settled();
	}

	/** Begin to read. Blocks until the change stream is open. */
	void read() {
		synchronized (this) {
			if (this.reading) {
				throw new IllegalStateException("A connection belongs to one server");
			}
			this.reading = true;
		}
		try {
			this.collection.prepare().then(this.channel.open()).block();
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Begin to write without reading. The collection is created if it is missing;
	 * documents wait for it.
	 */
	SocketIOEmitter emitter() {
		synchronized (this) {
			if (!this.emitting && !this.reading) {
				this.emitting = true;
				this.collection.prepare()
					.doOnError(this.statistics::error)
					.onErrorComplete()
					.then(this.channel.publisher().open())
					.subscribe();
			}
		}
		return new ClusterEmitter(this.channel.publisher()::emit);
	}

	/**
	 * Stop reading and writing. Blocks until waiting documents are stored, at most two
	 * seconds.
	 */
	@Override
	public void close() {
		this.channel.close().block();
	}

}
