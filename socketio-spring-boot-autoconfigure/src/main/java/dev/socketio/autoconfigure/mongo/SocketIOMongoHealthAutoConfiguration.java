package dev.socketio.autoconfigure.mongo;

import dev.socketio.adapter.mongo.MongoConnection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the health of the connection to other servers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOMongoAdapterAutoConfiguration.class)
@ConditionalOnClass({ MongoConnection.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(MongoConnection.class)
@ConditionalOnEnabledHealthIndicator("socketio-mongo")
public final class SocketIOMongoHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "socketIOMongoHealthIndicator")
	HealthIndicator socketIOMongoHealthIndicator(MongoConnection connection) {
		return new SocketIOMongoHealthIndicator(connection);
	}

}
