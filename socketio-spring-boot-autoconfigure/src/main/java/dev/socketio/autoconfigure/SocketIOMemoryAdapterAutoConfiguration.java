package dev.socketio.autoconfigure;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.InMemoryAdapter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the in-memory adapter of a single server.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnProperty(name = "socketio.adapter.type", havingValue = "memory", matchIfMissing = true)
public final class SocketIOMemoryAdapterAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AdapterFactory socketIOAdapterFactory() {
		return InMemoryAdapter::new;
	}

}
