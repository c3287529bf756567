package dev.socketio.adapter.mongo;

import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import org.bson.types.ObjectId;

/**
 * Makes emitters that reach the servers of a cluster without being one of them. They
 * write what {@code @socket.io/mongo-emitter} writes.
 *
 * @since 0.1.0
 */
public final class MongoEmitter {

	private MongoEmitter() {
	}

	/**
	 * Make an emitter. The collection is created if it is missing; what is emitted before
	 * waits for it.
	 * @param connection the connection; it is not closed by the emitter
	 * @return an emitter for the main namespace
	 */
	public static SocketIOEmitter create(MongoConnection connection) {
		connection.prepare();
		return new ClusterEmitter((namespace, message) -> connection
			.insert(connection.documents().emitterMessage(ServerId.EMITTER, namespace, message, new ObjectId())));
	}

}
