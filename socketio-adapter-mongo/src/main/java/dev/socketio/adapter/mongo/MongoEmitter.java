package dev.socketio.adapter.mongo;

import dev.socketio.emitter.SocketIOEmitter;

/**
 * Makes emitters that reach the servers of a cluster without being one of them. They
 * write the documents of {@code @socket.io/mongo-emitter}.
 *
 * @since 0.1.0
 */
public final class MongoEmitter {

	private MongoEmitter() {
	}

	/**
	 * Make an emitter. The collection is created if it is missing; messages wait for it.
	 * @param connection the connection
	 * @return an emitter for the main namespace
	 */
	public static SocketIOEmitter create(MongoConnection connection) {
		return connection.emitter();
	}

}
