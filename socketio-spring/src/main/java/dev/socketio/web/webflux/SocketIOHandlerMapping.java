package dev.socketio.web.webflux;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Maps an endpoint to everything below its path, as the Node.js server does: by prefix,
 * with case, and not without the slash at the end. An application may have several, each
 * with an engine of its own.
 */
public final class SocketIOHandlerMapping extends AbstractHandlerMapping {

	/** In front of annotated controllers and router functions. */
	private static final int ORDER = -2;

	private final String prefix;

	private final SocketIOWebHandler handler;

	/**
	 * Create a mapping that leaves CORS alone.
	 * @param path the path of the endpoint, such as {@code /socket.io/}
	 * @param handler serves the endpoint
	 */
	public SocketIOHandlerMapping(String path, SocketIOWebHandler handler) {
		this(path, handler, (exchange) -> null);
	}

	/**
	 * Create a mapping.
	 * @param path the path of the endpoint, such as {@code /socket.io/}
	 * @param handler serves the endpoint
	 * @param cors which other origins may use it, over polling as well as over WebSocket;
	 * {@code null} to leave CORS alone
	 */
	public SocketIOHandlerMapping(String path, SocketIOWebHandler handler, @Nullable CorsConfiguration cors) {
		this(path, handler, (exchange) -> cors);
		if (cors != null) {
			cors.validateAllowCredentials();
		}
	}

	/**
	 * Create a mapping.
	 * @param path the path of the endpoint, such as {@code /socket.io/}
	 * @param handler serves the endpoint
	 * @param cors finds which other origins may use it
	 */
	public SocketIOHandlerMapping(String path, SocketIOWebHandler handler, CorsConfigurationSource cors) {
		this.prefix = Objects.requireNonNull(path, "path");
		this.handler = Objects.requireNonNull(handler, "handler");
		if (!path.startsWith("/")) {
			throw new IllegalArgumentException("The path must start with a slash, but is '" + path + "'");
		}
		setOrder(ORDER);
		setCorsConfigurationSource(cors);
		setCorsProcessor(new NoContentCorsProcessor());
	}

	/**
	 * Return the path of the endpoint.
	 * @return the path
	 */
	public String path() {
		return this.prefix;
	}

	@Override
	protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		return path.startsWith(this.prefix) ? Mono.just(this.handler) : Mono.empty();
	}

	/** Answers preflight requests with 204, as Node.js does. */
	private static final class NoContentCorsProcessor extends DefaultCorsProcessor {

		@Override
		protected boolean handleInternal(ServerWebExchange exchange, CorsConfiguration config,
				boolean preFlightRequest) {
			boolean accepted = super.handleInternal(exchange, config, preFlightRequest);
			if (accepted && preFlightRequest && CorsUtils.isPreFlightRequest(exchange.getRequest())) {
				ServerHttpResponse response = exchange.getResponse();
				response.setStatusCode(HttpStatus.NO_CONTENT);
				response.getHeaders().set(HttpHeaders.CONTENT_LENGTH, "0");
			}
			return accepted;
		}

	}

}
