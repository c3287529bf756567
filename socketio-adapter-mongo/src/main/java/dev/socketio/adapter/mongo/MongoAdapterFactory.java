package dev.socketio.adapter.mongo;

import com.mongodb.reactivestreams.client.MongoClient;
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterMember;
import dev.socketio.adapter.cluster.ClusterStatistics;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes adapters that share a collection of a MongoDB with those of other servers, Java
 * and Node.js ones alike. A factory belongs to one server: it has one change stream and
 * one id, whatever the number of namespaces. The client is the application's and is not
 * closed.
 */
public final class MongoAdapterFactory implements AdapterFactory, AutoCloseable {

	private final MongoBus bus;

	private MongoAdapterFactory(MongoBus bus) {
		this.bus = bus;
	}

	/**
	 * Create the collection if it is missing, and read from it. Blocks until the change
	 * stream is open.
	 * @param client the application's client
	 * @param database the name of the database
	 * @param collection the name of the collection
	 * @param options the options
	 * @param mapper the application's mapper
	 * @return the factory
	 * @throws UnsupportedMongoException if the MongoDB has no change streams
	 * @throws com.mongodb.MongoException if it cannot be reached or refuses something
	 */
	public static MongoAdapterFactory open(MongoClient client, String database, String collection, MongoOptions options,
			JsonMapper mapper) {
		MongoBus bus = new MongoBus(new EventCollection(client, database, collection, options), options, mapper);
		bus.open();
		return new MongoAdapterFactory(bus);
	}

	@Override
	public ClusterMember create(LocalNamespace namespace) {
		MongoAdapter adapter = new MongoAdapter(namespace, this.bus);
		adapter.enter();
		return adapter;
	}

	/**
	 * Return what identifies this server in all its namespaces.
	 * @return the id
	 */
	public String uid() {
		return this.bus.uid();
	}

	/**
	 * Return the counters of all adapters of this factory.
	 * @return the statistics
	 */
	public ClusterStatistics statistics() {
		return this.bus.statistics();
	}

	/**
	 * Return whether MongoDB can be reached.
	 * @return {@code false} while documents have to wait, or the change stream is
	 * interrupted
	 */
	public boolean isUp() {
		return this.bus.isUp();
	}

	/**
	 * Stop reading and writing. Blocks until waiting documents are stored, at most two
	 * seconds.
	 */
	@Override
	public void close() {
		this.bus.close();
	}

}
