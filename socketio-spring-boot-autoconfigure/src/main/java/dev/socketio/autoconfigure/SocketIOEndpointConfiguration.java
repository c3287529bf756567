package dev.socketio.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.CanonicalUriFilter;
import dev.socketio.web.webflux.SocketIOHandlerMapping;
import dev.socketio.web.webflux.SocketIOWebHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;

/**
 * Maps the server to its path.
 */
@Configuration(proxyBeanMethods = false)
class SocketIOEndpointConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOWebHandler socketIOWebHandler(SocketIOServer server) {
		return new SocketIOWebHandler(server.endpoint());
	}

	@Bean
	@ConditionalOnMissingBean(name = "socketIOHandlerMapping")
	SocketIOHandlerMapping socketIOHandlerMapping(SocketIOWebHandler handler, SocketIOProperties properties,
			ObjectProvider<CorsConfigurationSource> applicationCors) {
		return new SocketIOHandlerMapping(path(properties), handler,
				cors(properties.getCors(), applicationCors.getIfUnique()));
	}

	@Bean
	@ConditionalOnMissingBean
	CanonicalUriFilter socketIOCanonicalUriFilter(ObjectProvider<SocketIOHandlerMapping> endpoints) {
		return new CanonicalUriFilter(SingletonSupplier.of(() -> endpoints.stream().toList())::obtain);
	}

	static String path(SocketIOProperties properties) {
		String path = properties.getPath();
		PropertyChecks.check("path", path, path.startsWith("/"), "Must start with '/'");
		PropertyChecks.check("path", path, path.chars().noneMatch((c) -> "{}*?#".indexOf(c) >= 0),
				"Must be a plain path, not a pattern");
		return path.endsWith("/") ? path : path + "/";
	}

	/**
	 * Where nothing says otherwise other origins are refused, with WebSocket too, which
	 * browsers let through.
	 */
	private static CorsConfigurationSource cors(CorsProperties properties,
			@Nullable CorsConfigurationSource application) {
		CorsConfiguration own = cors(properties);
		CorsConfiguration closed = new CorsConfiguration();
		if (own != null) {
			return (exchange) -> own;
		}
		return (exchange) -> {
			CorsConfiguration present = (application != null) ? application.getCorsConfiguration(exchange) : null;
			return (present != null) ? present : closed;
		};
	}

	/** The configuration of our own properties, if they allow anything. */
	private static @Nullable CorsConfiguration cors(CorsProperties properties) {
		List<String> origins = properties.getAllowedOrigins();
		List<String> patterns = properties.getAllowedOriginPatterns();
		PropertyChecks.check("cors.allowed-origins", origins,
				!properties.isAllowCredentials() || !origins.contains(CorsConfiguration.ALL),
				"'*' would let every page act with the credentials of its visitors. "
						+ "Name the origins, or use socketio.cors.allowed-origin-patterns");
		PropertyChecks.anyDuration("cors.max-age", properties.getMaxAge());
		if (origins.isEmpty() && patterns.isEmpty()) {
			return null;
		}
		CorsConfiguration configuration = new CorsConfiguration();
		if (!origins.isEmpty()) {
			configuration.setAllowedOrigins(origins);
		}
		if (!patterns.isEmpty()) {
			configuration.setAllowedOriginPatterns(patterns);
		}
		configuration.setAllowedMethods(properties.getAllowedMethods());
		configuration.setAllowedHeaders(properties.getAllowedHeaders());
		configuration.setExposedHeaders(properties.getExposedHeaders());
		configuration.setAllowCredentials(properties.isAllowCredentials());
		configuration.setMaxAge(properties.getMaxAge());
		return configuration;
	}

	/**
	 * Rejects unsupported web servers.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveWebServerFactory.class)
	static class WebServerConfiguration {

		/** It may not be on the class path. */
		private static final String SUPPORTED = "org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory";

		@Bean
		SmartInitializingSingleton socketIOWebServerCheck(ObjectProvider<ReactiveWebServerFactory> factories) {
			return () -> factories.orderedStream().map(Object::getClass).forEach((type) -> {
				if (!isSupported(type)) {
					throw new UnsupportedWebServerException(type.getName());
				}
			});
		}

		private static boolean isSupported(Class<?> factory) {
			return Stream.<Class<?>>iterate(factory, Objects::nonNull, Class::getSuperclass)
				.anyMatch((type) -> type.getName().equals(SUPPORTED));
		}

	}

}
