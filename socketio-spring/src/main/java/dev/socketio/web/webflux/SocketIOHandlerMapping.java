package dev.socketio.web.webflux;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * Maps an endpoint to everything below its path, as the Node.js server does: by prefix,
 * with case, and not without the slash at the end. An application may have several, each
 * with an engine of its own.
 *
 * @since 0.1.0
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
		setCorsProcessor(new EndpointCorsProcessor());
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
		return serves(exchange) ? Mono.just(this.handler) : Mono.empty();
	}

	/** Whether a request is one to this endpoint. */
	boolean serves(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		return path.startsWith(this.prefix) && isOfThisApplication(exchange.getApplicationContext());
	}

	/**
	 * The dispatcher of another web application, such as that of a separate management
	 * port, finds the mappings of its parent contexts too. An endpoint belongs to the
	 * application that it is declared in; what is declared where there is no web
	 * application, as in a shared parent, belongs to those below.
	 */
	private boolean isOfThisApplication(@Nullable ApplicationContext serving) {
		ApplicationContext own = getApplicationContext();
		return serving == null || own == null || serving == own
				|| !own.containsLocalBean(WebHttpHandlerBuilder.WEB_HANDLER_BEAN_NAME);
	}

}
