package dev.socketio.autoconfigure;

import dev.socketio.protocol.PacketCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains why there is no codec.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingPacketCodecFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String PROPERTY = "socketio.parser";

	private final Environment environment;

	MissingPacketCodecFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		if (cause.getBeanType() != PacketCodec.class) {
			return null;
		}
		String parser = this.environment.getProperty(PROPERTY, "json");
		String module = "msgpack".equalsIgnoreCase(parser)
				? "Add the dependency org.msgpack:msgpack-core to the application, choose" : "Choose";
		return new FailureAnalysis("There is no PacketCodec bean for '" + PROPERTY + "=" + parser + "'.",
				module + " another value for '" + PROPERTY + "', or declare a bean of type "
						+ PacketCodec.class.getName() + ".",
				cause);
	}

}
