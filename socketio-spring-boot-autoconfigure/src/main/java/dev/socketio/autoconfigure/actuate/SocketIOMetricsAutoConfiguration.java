package dev.socketio.autoconfigure.actuate;

import dev.socketio.autoconfigure.SocketIOServerAutoConfiguration;
import dev.socketio.server.SocketIOServer;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for metrics of a Socket.IO server.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOServerAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(SocketIOServer.class)
public final class SocketIOMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOMetrics socketIOMetrics(SocketIOServer server) {
		return new SocketIOMetrics(server);
	}

}
