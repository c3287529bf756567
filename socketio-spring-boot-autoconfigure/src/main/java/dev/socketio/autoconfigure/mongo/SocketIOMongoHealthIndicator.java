package dev.socketio.autoconfigure.mongo;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.mongo.MongoConnection;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports whether events of this server reach other servers, and vice versa.
 */
class SocketIOMongoHealthIndicator extends AbstractHealthIndicator {

	private final MongoConnection connection;

	SocketIOMongoHealthIndicator(MongoConnection connection) {
		this.connection = connection;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		ClusterStatistics statistics = this.connection.statistics();
		builder.status(this.connection.isUp() ? "UP" : "DOWN")
			.withDetail("failedPublications", statistics.failedPublications())
			.withDetail("ignoredMessages", statistics.ignoredMessages())
			.withDetail("gaps", statistics.gaps());
	}

}
