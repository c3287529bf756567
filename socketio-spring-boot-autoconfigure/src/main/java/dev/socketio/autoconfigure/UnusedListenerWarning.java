package dev.socketio.autoconfigure;

import java.util.List;

import dev.socketio.listener.support.SocketListenerRegistrar;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Logs a warning if an application has listeners but no server that calls them.
 */
class UnusedListenerWarning implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnusedListenerWarning.class);

	private final ConfigurableListableBeanFactory beanFactory;

	UnusedListenerWarning(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> beans = findListenerBeans();
		if (!beans.isEmpty()) {
			logger.warn("There is no Socket.IO server, and the listeners of " + String.join(", ", beans)
					+ " are never called: a server needs a reactive web application, and its auto-configuration. Set "
					+ "'spring.main.web-application-type=reactive' if the application has Spring MVC as well, or "
					+ "'socketio.server.enabled=false' if it is to have no server.");
		}
	}

	/** It must not be a warning that keeps the application from starting. */
	private List<String> findListenerBeans() {
		try {
			return SocketListenerRegistrar.findListenerBeans(this.beanFactory);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Could not search for Socket.IO listeners", ex);
			return List.of();
		}
	}

}
