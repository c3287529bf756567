package dev.socketio.autoconfigure.actuate;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for metrics of the messages between servers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "dev.socketio.autoconfigure.mongo.SocketIOMongoAdapterAutoConfiguration",
		"dev.socketio.autoconfigure.redis.SocketIORedisAdapterAutoConfiguration" })
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(ClusterStatistics.class)
public final class SocketIOClusterMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterMetrics socketIOClusterMetrics(ClusterStatistics statistics) {
		return new ClusterMetrics(statistics);
	}

}
