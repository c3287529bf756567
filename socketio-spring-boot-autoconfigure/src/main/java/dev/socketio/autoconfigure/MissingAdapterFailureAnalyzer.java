package dev.socketio.autoconfigure;

import dev.socketio.adapter.AdapterFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why there is no adapter.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingAdapterFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String PROPERTY = "socketio.adapter.type";

	private final Environment environment;

	MissingAdapterFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		if (cause.getBeanType() != AdapterFactory.class) {
			return null;
		}
		String type = this.environment.getProperty(PROPERTY, "memory");
		return new FailureAnalysis("There is no AdapterFactory bean for '" + PROPERTY + "=" + type + "'.",
				"Add the module of the adapter (socketio-adapter-" + type
						+ ") to the application and make sure that its connection is configured, choose another value for '"
						+ PROPERTY + "', or declare a bean of type " + AdapterFactory.class.getName() + ".",
				cause);
	}

}
