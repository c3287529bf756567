package dev.socketio.autoconfigure;

import dev.socketio.listener.support.SocketListenerRegistrar;
import dev.socketio.server.SocketIOServer;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that warns of listeners in an application without a server.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOServerAutoConfiguration.class)
@ConditionalOnClass(SocketListenerRegistrar.class)
@ConditionalOnMissingBean(SocketIOServer.class)
@ConditionalOnBooleanProperty(name = "socketio.server.enabled", matchIfMissing = true)
public final class SocketIOUnusedListenersAutoConfiguration {

	@Bean
	UnusedListenerWarning socketIOUnusedListenerWarning(ConfigurableListableBeanFactory beanFactory) {
		return new UnusedListenerWarning(beanFactory);
	}

}
