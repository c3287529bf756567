package dev.socketio.web.webflux;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;

/**
 * Compares origins in the form of {@link WebOrigin}, and answers preflight requests with
 * 204, as Node.js does.
 */
final class EndpointCorsProcessor extends DefaultCorsProcessor {

	@Override
	public boolean process(@Nullable CorsConfiguration config, ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		String origin = request.getHeaders().getOrigin();
		if (config == null || origin == null) {
			return super.process(config, exchange);
		}
		// sets the Vary headers, and would compare origins as they are written
		super.process(config, exchange.mutate().request(withoutOrigin(request)).build());
		if (isSame(request, origin)
				|| exchange.getResponse().getHeaders().containsHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
			return true;
		}
		return handleInternal(exchange, config, CorsUtils.isPreFlightRequest(request));
	}

	private static ServerHttpRequest withoutOrigin(ServerHttpRequest request) {
		return request.mutate().headers((headers) -> headers.remove(HttpHeaders.ORIGIN)).build();
	}

	private static boolean isSame(ServerHttpRequest request, String origin) {
		WebOrigin page = WebOrigin.parse(origin);
		return page != null && page.equals(WebOrigin.of(request));
	}

	@Override
	protected boolean handleInternal(ServerWebExchange exchange, CorsConfiguration config, boolean preFlightRequest) {
		boolean accepted = super.handleInternal(exchange, config, preFlightRequest);
		if (accepted && preFlightRequest) {
			ServerHttpResponse response = exchange.getResponse();
			response.setStatusCode(HttpStatus.NO_CONTENT);
			response.getHeaders().set(HttpHeaders.CONTENT_LENGTH, "0");
		}
		return accepted;
	}

	@Override
	protected @Nullable String checkOrigin(CorsConfiguration config, @Nullable String requestOrigin) {
		String allowed = super.checkOrigin(config, requestOrigin);
		if (allowed != null || requestOrigin == null) {
			return allowed;
		}
		WebOrigin origin = WebOrigin.parse(requestOrigin);
		List<String> origins = Objects.requireNonNullElse(config.getAllowedOrigins(), List.of());
		if (origin != null && origins.stream().map(WebOrigin::parse).anyMatch(origin::equals)) {
			return requestOrigin;
		}
		return (origin != null && !requestOrigin.equals(origin.toString()))
				? allowed(config, origin.toString(), requestOrigin) : null;
	}

	/** Patterns and the like, which the configuration itself knows how to read. */
	private static @Nullable String allowed(CorsConfiguration config, String canonical, String requestOrigin) {
		String allowed = config.checkOrigin(canonical);
		return canonical.equals(allowed) ? requestOrigin : allowed;
	}

}
