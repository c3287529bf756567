package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.RedisConnection;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports whether events reach other servers.
 */
class SocketIORedisHealthIndicator extends AbstractHealthIndicator {

	private final RedisConnection connection;

	private final SocketIORedisProperties properties;

	SocketIORedisHealthIndicator(RedisConnection connection, SocketIORedisProperties properties) {
		this.connection = connection;
		this.properties = properties;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ClusterStatistics statistics = this.connection.statistics();
		builder.status(this.connection.isUp() ? "UP" : "DOWN")
			.withDetail("mode", this.properties.getMode())
			.withDetail("failedPublications", statistics.failedPublications())
			.withDetail("ignoredMessages", statistics.ignoredMessages());
	}

}
