package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.redis.RedisConnection;

import org.springframework.context.SmartLifecycle;

/**
 * Closes the connections after the Socket.IO server has gone, and before the connection
 * factory closes its client.
 */
class SocketIORedisLifecycle implements SmartLifecycle {

	/** The connection factory is in phase 0. */
	private static final int PHASE = 1;

	private final RedisConnection connection;

	private volatile boolean running;

	SocketIORedisLifecycle(RedisConnection connection) {
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
