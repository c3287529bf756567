package dev.socketio.autoconfigure.mongo;

import dev.socketio.adapter.mongo.MongoConnection;
import dev.socketio.adapter.mongo.MongoEmitter;
import dev.socketio.autoconfigure.SocketIOEmitterAutoConfiguration;
import dev.socketio.emitter.SocketIOEmitter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the emitter of a process that has no server.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { SocketIOMongoAdapterAutoConfiguration.class, SocketIOEmitterAutoConfiguration.class })
@ConditionalOnClass(MongoEmitter.class)
@ConditionalOnBean(MongoConnection.class)
public final class SocketIOMongoEmitterAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOEmitter socketIOEmitter(MongoConnection connection) {
		return MongoEmitter.create(connection);
	}

}
