package dev.socketio.autoconfigure;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.server.SocketIOServer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the emitter of a process that has a server. It emits through the
 * adapters of the server.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOServerAutoConfiguration.class)
public final class SocketIOEmitterAutoConfiguration {

	@Bean
	@ConditionalOnBean(SocketIOServer.class)
	@ConditionalOnMissingBean
	SocketIOEmitter socketIOEmitter(SocketIOServer server) {
		return server.emitter();
	}

}
