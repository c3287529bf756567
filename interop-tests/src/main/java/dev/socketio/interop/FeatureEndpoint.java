package dev.socketio.interop;

import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.HandshakeRefusedException;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The auto-configured endpoint, with the adapter that the properties of the application
 * choose.
 */
@Configuration(proxyBeanMethods = false)
class FeatureEndpoint {

	@Bean
	HandshakeFilter denyOnRequest() {
		return (request) -> switch (request.query().getOrDefault("deny", "")) {
			case "1" -> Mono.error(new HandshakeRefusedException("custom reason"));
			case "2" -> Mono.error(new IllegalStateException("no message"));
			default -> Mono.empty();
		};
	}

	@Bean
	SocketIOServerCustomizer features() {
		return (io) -> {
			FeatureCommands.install(io);
			FeatureNamespaces.install(io);
		};
	}

}
