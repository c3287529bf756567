package dev.socketio.adapter.mongo;

import java.time.Clock;

import com.mongodb.reactivestreams.client.MongoClient;
import dev.socketio.adapter.cluster.ClusterMessageTrees;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import org.bson.types.ObjectId;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes emitters that reach the servers of a cluster without being one of them. They
 * write what {@code @socket.io/mongo-emitter} writes.
 */
public final class MongoEmitter {

	private MongoEmitter() {
	}

	/**
	 * Make an emitter. The collection is created if it is missing; what is emitted before
	 * waits for it.
	 * @param client the application's client; it is not closed
	 * @param database the name of the database
	 * @param collection the name of the collection
	 * @param options the same options as those of the servers
	 * @param mapper the application's mapper
	 * @return an emitter for the main namespace
	 */
	public static SocketIOEmitter create(MongoClient client, String database, String collection, MongoOptions options,
			JsonMapper mapper) {
		ClusterStatistics statistics = new ClusterStatistics();
		EventCollection events = new EventCollection(client, database, collection, options);
		Insertions insertions = new Insertions(events.documents(), options.maxPending(), statistics, () -> {
		});
		MongoDocuments documents = new MongoDocuments(new ClusterMessageTrees(mapper), options.addCreatedAtField(),
				Clock.systemUTC());
		insertions.pause();
		events.prepare().doFinally((signal) -> insertions.resume()).subscribe((nothing) -> {
		}, statistics::error);
		return new ClusterEmitter((namespace, message) -> insertions
			.insert(documents.emitterMessage(ServerId.EMITTER, namespace, message, new ObjectId())));
	}

}
