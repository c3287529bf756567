package dev.socketio.autoconfigure;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.RoomLimits;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOWebHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Auto-configuration for a Socket.IO server on the application's own web server.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOMemoryAdapterAutoConfiguration.class,
		afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
				"org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration" })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, HttpServer.class, SocketIOWebHandler.class })
@ConditionalOnBooleanProperty(name = "socketio.server.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SocketIOProperties.class)
@Import({ PacketCodecConfiguration.class, SocketIOEndpointConfiguration.class })
public final class SocketIOServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean({ EngineOptions.class, SocketIOServer.class })
	EngineOptions socketIOEngineOptions(SocketIOProperties properties,
			ObjectProvider<EngineOptionsCustomizer> customizers) {
		return PropertiesEngineOptions.of(properties, customizers.orderedStream());
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	SocketIOServer socketIOServer(SocketIOProperties properties, EngineOptions engineOptions, PacketCodec codec,
			AdapterFactory adapterFactory, ObjectProvider<HandshakeFilter> filters) {
		LimitsProperties limits = properties.getLimits();
		HandshakeFilter filter = filters.orderedStream().reduce(HandshakeFilter::and).orElse((request) -> Mono.empty());
		return SocketIOServer.builder()
			.engine(engineOptions)
			.handshakeFilter(filter)
			.codec(codec)
			.adapter(adapterFactory)
			.connectTimeout(PropertyChecks.duration("connect-timeout", properties.getConnectTimeout()))
			.ackTimeout(PropertyChecks.duration("ack-timeout", properties.getAckTimeout()))
			.decoderLimits(PropertiesDecoderLimits.of(limits, engineOptions.maxHttpBufferSize()))
			.maxNamespacesPerConnection(PropertyChecks.atLeast("limits.max-namespaces-per-connection",
					limits.getMaxNamespacesPerConnection(), 1))
			.maxPendingAcks(PropertyChecks.atLeast("limits.max-pending-acks", limits.getMaxPendingAcks(), 1))
			.maxAckBytes(PropertyChecks.bytes("limits.max-ack-bytes", limits.getMaxAckBytes()))
			.maxDynamicNamespaces(
					PropertyChecks.atLeast("limits.max-dynamic-namespaces", limits.getMaxDynamicNamespaces(), 1))
			.maxDynamicNamespacesPerConnection(PropertyChecks.atLeast("limits.max-dynamic-namespaces-per-connection",
					limits.getMaxDynamicNamespacesPerConnection(), 1))
			.roomLimits(new RoomLimits(PropertyChecks.atLeast("limits.max-room-length", limits.getMaxRoomLength(), 1),
					PropertyChecks.atLeast("limits.max-rooms-per-socket", limits.getMaxRoomsPerSocket(), 1)))
			.packetTimeout(PropertyChecks.duration("limits.packet-timeout", limits.getPacketTimeout()))
			.cleanupEmptyChildNamespaces(properties.isCleanupEmptyChildNamespaces())
			.recovery(properties.getConnectionStateRecovery().toOptions())
			.build();
	}

	@Bean
	SocketIOServerCustomization socketIOServerCustomization(SocketIOServer server,
			ObjectProvider<SocketIOServerCustomizer> customizers) {
		return new SocketIOServerCustomization(server, customizers);
	}

	@Bean
	@ConditionalOnMissingBean
	SocketIOServerLifecycle socketIOServerLifecycle(SocketIOServer server, SocketIOWebHandler handler,
			SocketIOProperties properties, Environment environment, ObjectProvider<ListenerStatus> listeners) {
		String path = SocketIOEndpointConfiguration.path(properties);
		return new SocketIOServerLifecycle(server, handler, basePath(environment) + path, path.equals("/"),
				listeners.getIfAvailable());
	}

	private static String basePath(Environment environment) {
		String path = environment.getProperty("spring.webflux.base-path", "").strip();
		path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

	@Bean
	static LazyInitializationExcludeFilter socketIOLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(SocketIOServerCustomization.class,
				SocketIOServerLifecycle.class);
	}

}
