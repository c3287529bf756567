package dev.socketio.adapter.mongo;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterMember;

/**
 * Makes adapters that share a collection of a MongoDB with those of other servers, Java
 * and Node.js ones alike. A factory belongs to one server: it has one change stream and
 * one id, whatever the number of namespaces.
 *
 * @since 0.1.0
 */
public final class MongoAdapterFactory implements AdapterFactory {

	private final MongoBus bus;

	private MongoAdapterFactory(MongoBus bus) {
		this.bus = bus;
	}

	/**
	 * Create the collection if it is missing, and read from it. Blocks until the change
	 * stream is open.
	 * @param connection the connection, of this server alone; it is not closed by the
	 * factory
	 * @return the factory
	 * @throws UnsupportedMongoException if the MongoDB has no change streams
	 * @throws com.mongodb.MongoException if it cannot be reached or refuses something, or
	 * the change stream tells nothing
	 * @throws IllegalStateException if there is a factory for the connection already, or
	 * the client is closed
	 */
	public static MongoAdapterFactory open(MongoConnection connection) {
		return new MongoAdapterFactory(connection.read());
	}

	@Override
	public ClusterMember create(LocalNamespace namespace) {
		MongoAdapter adapter = new MongoAdapter(namespace, this.bus);
		adapter.enter();
		return adapter;
	}

}
