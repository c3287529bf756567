package dev.socketio.web.webflux;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.socketio.engine.EngineRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Copies requests, as the web server reuses its own objects.
 */
final class ExchangeRequests {

	private ExchangeRequests() {
	}

	static EngineRequest copy(ServerHttpRequest request) {
		URI uri = request.getURI();
		String query = uri.getRawQuery();
		String target = (query != null) ? uri.getRawPath() + "?" + query : uri.getRawPath();
		return EngineRequest.builder(request.getMethod().name(), target)
			.query(QueryString.parse(query))
			.headers(headers(request))
			.address(address(request))
			.secure(isSecure(request))
			.build();
	}

	private static Map<String, List<String>> headers(ServerHttpRequest request) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		request.getHeaders()
			.forEach((name, values) -> headers.put(WellKnownText.shared(name.toLowerCase(Locale.ROOT)),
					(values.size() == 1) ? List.of(values.get(0)) : List.copyOf(new ArrayList<>(values))));
		return Collections.unmodifiableMap(headers);
	}

	private static @Nullable String address(ServerHttpRequest request) {
		InetSocketAddress remote = request.getRemoteAddress();
		return (remote != null) ? IpAddress.of(remote) : null;
	}

	private static boolean isSecure(ServerHttpRequest request) {
		String scheme = request.getURI().getScheme();
		return request.getSslInfo() != null || (scheme != null && "https".equals(WebOrigin.scheme(scheme)));
	}

}
