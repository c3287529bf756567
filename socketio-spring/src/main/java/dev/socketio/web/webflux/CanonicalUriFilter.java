package dev.socketio.web.webflux;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Brings the URI of requests to the endpoints to one form, before other filters read it:
 * {@code http} for {@code ws}, {@code https} for {@code wss}, scheme and host in lower
 * case, without a default port. Some proxies tell the scheme of the WebSocket; a filter
 * that compares origins or redirects to {@code https} takes such a request for one of
 * another site. The endpoint itself does not need this filter.
 *
 * @since 0.1.0
 */
public final class CanonicalUriFilter implements WebFilter, Ordered {

	private final Supplier<List<SocketIOHandlerMapping>> endpoints;

	/**
	 * Create a filter.
	 * @param endpoints finds the mappings of the endpoints; called for every request
	 */
	public CanonicalUriFilter(Supplier<List<SocketIOHandlerMapping>> endpoints) {
		this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		URI canonical = canonical(exchange.getRequest());
		if (canonical == null || this.endpoints.get().stream().noneMatch((endpoint) -> endpoint.serves(exchange))) {
			return chain.filter(exchange);
		}
		ServerHttpRequest request = exchange.getRequest().mutate().uri(canonical).build();
		return chain.filter(exchange.mutate().request(request).build());
	}

	/** The URI in its other form, or {@code null} if it has it already. */
	private static @Nullable URI canonical(ServerHttpRequest request) {
		URI uri = request.getURI();
		WebOrigin origin = WebOrigin.of(request);
		if (origin == null
				|| (origin.scheme().equals(uri.getScheme()) && origin.authority().equals(uri.getRawAuthority()))) {
			return null;
		}
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		return URI.create(origin + uri.getRawPath() + query);
	}

}
