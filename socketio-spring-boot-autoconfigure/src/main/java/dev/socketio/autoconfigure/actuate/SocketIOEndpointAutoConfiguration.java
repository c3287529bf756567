package dev.socketio.autoconfigure.actuate;

import java.util.List;

import dev.socketio.autoconfigure.SocketIOListenerAutoConfiguration;
import dev.socketio.listener.support.SocketListenerRegistrar;
import dev.socketio.server.SocketIOServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for {@link SocketIOEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOListenerAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, SocketListenerRegistrar.class })
@ConditionalOnBean(SocketIOServer.class)
@ConditionalOnAvailableEndpoint(SocketIOEndpoint.class)
public final class SocketIOEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOEndpoint socketIOEndpoint(SocketIOServer server, ObjectProvider<SocketListenerRegistrar> registrar) {
		return new SocketIOEndpoint(server, () -> {
			SocketListenerRegistrar present = registrar.getIfAvailable();
			return (present != null) ? present.listeners() : List.of();
		});
	}

}
