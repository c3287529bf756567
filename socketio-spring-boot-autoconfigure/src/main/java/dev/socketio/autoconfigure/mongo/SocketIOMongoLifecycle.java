package dev.socketio.autoconfigure.mongo;

import dev.socketio.adapter.mongo.MongoConnection;

import org.springframework.context.SmartLifecycle;

/**
 * Stops reading and writing after the Socket.IO server has gone, and before the client is
 * closed with the other beans.
 */
class SocketIOMongoLifecycle implements SmartLifecycle {

	/** Ends before the beans of phase 0, as the connections to Redis do. */
	private static final int PHASE = 1;

	private final MongoConnection connection;

	private volatile boolean running;

	SocketIOMongoLifecycle(MongoConnection connection) {
		this.connection = connection;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.connection.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
