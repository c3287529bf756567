package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.connection.RedisConnections;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports whether events reach other servers.
 */
class SocketIORedisHealthIndicator extends AbstractHealthIndicator {

	private final RedisConnections connections;

	private final SocketIORedisProperties properties;

	SocketIORedisHealthIndicator(RedisConnections connections, SocketIORedisProperties properties) {
		this.connections = connections;
		this.properties = properties;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ClusterStatistics statistics = this.connections.statistics();
		builder.status(this.connections.isUp() ? "UP" : "DOWN")
			.withDetail("mode", this.properties.getMode())
			.withDetail("failedPublications", statistics.failedPublications())
			.withDetail("ignoredMessages", statistics.ignoredMessages());
	}

}
