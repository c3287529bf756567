package dev.socketio.adapter.redis.internal;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.api.StatefulRedisConnection;

/**
 * One connection to one Redis, which has all keys.
 */
final class SingleNode extends NodeConnections {

	private final NodeConnection node = new NodeConnection();

	private volatile boolean closed;

	SingleNode(StatefulRedisConnection<String, byte[]> connection) {
		super(connection.getTimeout());
		connection.addListener(stateListener());
		this.node.connected(connection);
	}

	@Override
	public boolean isUp() {
		return !this.closed && this.node.isUp();
	}

	@Override
	int slot(String key) {
		return 0;
	}

	@Override
	public NodeConnection nodeFor(String key) {
		return this.node;
	}

	/** There is no other node to look for. */
	@Override
	public void suspect() {
	}

	@Override
	NodeConnection find(RedisChannelHandler<?, ?> handler) {
		return this.node;
	}

	@Override
	public void close() {
		this.closed = true;
		Steps steps = new Steps().then(this.node::close);
		listeners().forEach((listener) -> steps.then(listener::closed));
		steps.end();
	}

}
