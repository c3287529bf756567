package dev.socketio.autoconfigure;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.context.reactive.ConfigurableReactiveWebEnvironment;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why there is no server or no emitter.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingServerFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String ENABLED = "socketio.server.enabled";

	private static final String TYPE = "socketio.adapter.type";

	private final Environment environment;

	private final BeanFactory beanFactory;

	MissingServerFailureAnalyzer(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type != SocketIOServer.class && type != SocketIOEmitter.class || isThere(type)) {
			return null;
		}
		return new FailureAnalysis("There is no %s bean: %s.".formatted(type.getSimpleName(), reason()),
				action(type == SocketIOEmitter.class), cause);
	}

	/** There may be too many, or none with a qualifier. */
	private boolean isThere(Class<?> type) {
		return this.beanFactory instanceof ListableBeanFactory listable
				&& listable.getBeanNamesForType(type, true, false).length > 0;
	}

	private boolean isEnabled() {
		return this.environment.getProperty(ENABLED, Boolean.class, true);
	}

	private String reason() {
		if (!isEnabled()) {
			return "'" + ENABLED + "' is false";
		}
		if (!(this.environment instanceof ConfigurableReactiveWebEnvironment)) {
			return "this is not a reactive web application, and only such a one can have a Socket.IO server";
		}
		return "the auto-configuration of the server was excluded, or a class that it needs is missing";
	}

	private String action(boolean emitter) {
		String server = isEnabled()
				? "For a server, set 'spring.main.web-application-type=reactive' if the application has Spring MVC as "
						+ "well; it needs spring-boot-starter-webflux."
				: "For a server, remove '" + ENABLED + "'.";
		String adapter = this.environment.getProperty(TYPE, "memory");
		return emitter ? server + " To emit to the servers of other processes only, set '" + TYPE
				+ "' to that of the servers, and add its module; it is '" + adapter + "' here." : server;
	}

}
