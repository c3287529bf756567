package dev.socketio.interop;

import java.time.Duration;
import java.util.function.Consumer;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.HeadersListener;
import dev.socketio.engine.session.EngineEndpoint;
import dev.socketio.engine.session.EngineServer;
import dev.socketio.engine.session.SessionHandler;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.codec.JsonPacketCodec;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOHandlerMapping;
import dev.socketio.web.webflux.SocketIOWebHandler;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.cors.CorsConfiguration;

/**
 * An endpoint under construction.
 */
final class Mount {

	private final String path;

	private final EngineOptions.Builder options = EngineOptions.builder();

	private @Nullable CorsConfiguration cors;

	private Duration connectTimeout = Duration.ofSeconds(45);

	private @Nullable RecoveryOptions recovery;

	private HeadersListener initialHeaders = (headers, request) -> {
	};

	private HandshakeFilter filter = (request) -> Mono.empty();

	Mount(String path) {
		this.path = path;
	}

	Mount heartbeat(int interval, int timeout) {
		this.options.pingInterval(Duration.ofMillis(interval)).pingTimeout(Duration.ofMillis(timeout));
		return this;
	}

	Mount connectTimeout(int millis) {
		this.connectTimeout = Duration.ofMillis(millis);
		return this;
	}

	Mount allowEio3() {
		this.options.allowEio3(true);
		return this;
	}

	Mount maxHttpBufferSize(int bytes) {
		this.options.maxHttpBufferSize(bytes);
		return this;
	}

	Mount withoutUpgrades() {
		this.options.allowUpgrades(false);
		return this;
	}

	Mount perMessageDeflate(int threshold) {
		this.options.perMessageDeflateThreshold(threshold);
		return this;
	}

	Mount anyOrigin() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin(CorsConfiguration.ALL);
		configuration.addAllowedHeader(CorsConfiguration.ALL);
		configuration.addAllowedMethod(CorsConfiguration.ALL);
		this.cors = configuration;
		return this;
	}

	Mount recovery(RecoveryOptions recoveryOptions) {
		this.recovery = recoveryOptions;
		return this;
	}

	Mount filter(HandshakeFilter handshakeFilter) {
		this.filter = handshakeFilter;
		return this;
	}

	/** Response headers for the first request of a session. */
	Mount initialHeaders(HeadersListener listener) {
		this.initialHeaders = listener;
		return this;
	}

	SocketIOHandlerMapping engine(SessionHandler behaviour) {
		EngineServer engine = new EngineServer(this.options.build(), this.filter, behaviour);
		engine.onInitialHeaders(this.initialHeaders);
		return mapping(engine);
	}

	SocketIOHandlerMapping socketIO(JsonMapper mapper, Consumer<SocketIOServer> behaviour) {
		return socketIO(new JsonPacketCodec(mapper), behaviour);
	}

	SocketIOHandlerMapping socketIO(PacketCodec codec, Consumer<SocketIOServer> behaviour) {
		SocketIOServer server = SocketIOServer.builder()
			.engine(this.options.build())
			.handshakeFilter(this.filter)
			.codec(codec)
			.connectTimeout(this.connectTimeout)
			.recovery(this.recovery)
			.build();
		behaviour.accept(server);
		return mapping(server.endpoint());
	}

	private SocketIOHandlerMapping mapping(EngineEndpoint engine) {
		return new SocketIOHandlerMapping(this.path, new SocketIOWebHandler(engine), this.cors);
	}

}
