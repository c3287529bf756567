package dev.socketio.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.socketio.engine.EngineRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests as proxies write them, with each way of treating forwarding headers.
 */
class ForwardedRequestTests {

	/** The last one has a filter of its own that compares origins. */
	private static final List<String> STRATEGIES = List.of("none", "native", "framework", "filtered");

	private static final List<String> UNFILTERED = STRATEGIES.subList(0, 3);

	private static final List<String> FORWARDING = STRATEGIES.subList(1, 4);

	private static final List<String> TRANSPORTS = List.of("polling", "websocket");

	private static final List<ConfigurableApplicationContext> contexts = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void start() {
		for (String strategy : STRATEGIES) {
			boolean filtered = strategy.equals("filtered");
			contexts.add(TestApplication.start(filtered ? FilteredCors.class : SeenHandshakes.class,
					"--server.forward-headers-strategy=" + (filtered ? "framework" : strategy),
					"--socketio.cors.allowed-origins=https://friend.example.org:443"));
		}
	}

	@AfterAll
	static void stop() {
		contexts.forEach(ConfigurableApplicationContext::close);
		contexts.clear();
	}

	/** Origin, then the lines that a proxy or browser may write for it. */
	static Stream<Arguments> sameOrigins() {
		return matrix(UNFILTERED,
				List.of(List.of("http://example.com", "Host: example.com"),
						List.of("http://example.com", "Host: EXAMPLE.Com"),
						List.of("http://example.com", "Host: example.com:80"),
						List.of("http://example.com", "Host: example.com."),
						List.of("http://example.com:80", "Host: example.com"),
						List.of("HTTP://EXAMPLE.COM", "Host: example.com"),
						List.of("http://example.com:8080", "Host: Example.com:8080"),
						List.of("http://my_app:8080", "Host: My_App:8080"),
						List.of("http://192.0.2.1:81", "Host: 192.0.2.1:81"),
						List.of("http://[2001:db8::1]", "Host: [2001:DB8:0:0:0:0:0:1]"),
						List.of("http://[2001:db8::1]:8080", "Host: [2001:0db8::0001]:8080")));
	}

	static Stream<Arguments> sameForwardedOrigins() {
		return matrix(FORWARDING, List.of(List.of("https://example.com", "Host: example.com", "X-Forwarded-Proto: wss"),
				List.of("https://example.com", "Host: example.com", "X-Forwarded-Proto: https"),
				List.of("https://example.com", "Host: EXAMPLE.com", "X-Forwarded-Proto: WSS"),
				List.of("https://example.com", "Host: example.com", "X-Forwarded-Proto: HTTPS"),
				List.of("https://example.com", "Host: example.com", "X-Forwarded-Proto: wss, ws"),
				List.of("https://example.com", "Host: example.com:443", "X-Forwarded-Proto: wss"),
				List.of("http://example.com", "Host: example.com", "X-Forwarded-Proto: ws"),
				List.of("http://example.com", "Host: example.com:80", "X-Forwarded-Proto: ws"),
				List.of("https://example.com", "Host: example.com", "X-Forwarded-Proto: wss", "X-Forwarded-Port: 443"),
				List.of("https://example.com:8443", "Host: app:8080", "X-Forwarded-Proto: WSS",
						"X-Forwarded-Host: Example.COM:8443"),
				List.of("https://example.com:8443", "Host: app:8080", "X-Forwarded-Proto: wss",
						"X-Forwarded-Host: example.com", "X-Forwarded-Port: 8443"),
				List.of("https://[2001:db8::1]", "Host: app:8080", "X-Forwarded-Proto: wss",
						"X-Forwarded-Host: [2001:DB8::0:1]"),
				List.of("https://example.com", "Host: app:8080",
						"Forwarded: for=192.0.2.60;proto=wss;host=Example.com"),
				List.of("https://example.com", "Host: app:8080",
						"Forwarded: for=192.0.2.60;proto=\"WSS\";host=\"example.com:443\"")));
	}

	static Stream<Arguments> otherOrigins() {
		return matrix(STRATEGIES, List.of(List.of("http://example.org", "Host: example.com"),
				List.of("http://example.com:8080", "Host: example.com"),
				List.of("https://example.com", "Host: example.com"), List.of("null", "Host: example.com"),
				List.of("http://example.com.evil.org", "Host: example.com"),
				List.of("http://example.com@evil.org", "Host: example.com"),
				List.of("http://evil.org#example.com", "Host: example.com"),
				List.of("http://[2001:db8::2]", "Host: [2001:db8::1]"), List.of("example.com", "Host: example.com"),
				List.of("ftp://example.com", "Host: example.com"), List.of("http://other", "Host: my_app"),
				List.of("http://[", "Host: example.com"), List.of("http://example.com:x", "Host: example.com")));
	}

	static Stream<Arguments> otherForwardedOrigins() {
		return matrix(FORWARDING, List.of(List.of("http://example.com", "Host: example.com", "X-Forwarded-Proto: wss"),
				List.of("https://example.com", "Host: example.com", "X-Forwarded-Proto: ws"),
				List.of("https://example.com", "Host: app:8080", "X-Forwarded-Proto: WSS",
						"X-Forwarded-Host: example.com:8443"),
				List.of("https://app", "Host: app", "X-Forwarded-Proto: wss", "X-Forwarded-Host: example.com")));
	}

	@ParameterizedTest
	@MethodSource({ "sameOrigins", "sameForwardedOrigins" })
	void pagesOfTheSameOriginAreServed(String strategy, String transport, List<String> lines) {
		assertThat(send(strategy, transport, lines)).matches("HTTP/1.1 (200|101) (?s:.*)")
			.doesNotContainIgnoringCase("access-control-allow-origin");
		EngineRequest request = handshakes(strategy).last();
		assertThat(request.isSecure()).isEqualTo(lines.get(0).startsWith("https:"));
		assertThat(request.header("origin")).as("shown as it was sent").isEqualTo(lines.get(0));
		assertThat(request.uri()).isEqualTo("/socket.io/?EIO=4&transport=" + transport);
	}

	@ParameterizedTest
	@MethodSource({ "otherOrigins", "otherForwardedOrigins" })
	void pagesOfOtherOriginsAreRefused(String strategy, String transport, List<String> lines) {
		assertThat(send(strategy, transport, lines)).startsWith("HTTP/1.1 403 ");
	}

	@ParameterizedTest
	@MethodSource("strategiesAndTransports")
	void allowedOriginsAreComparedInTheSameForm(String strategy, String transport) {
		for (String origin : List.of("https://friend.example.org", "https://friend.example.org:443",
				"https://FRIEND.example.org")) {
			assertThat(send(strategy, transport, List.of(origin, "Host: my_app")))
				.containsIgnoringCase("access-control-allow-origin: " + origin + "\r\n");
		}
		assertThat(send(strategy, transport, List.of("http://friend.example.org", "Host: my_app")))
			.startsWith("HTTP/1.1 403 ");
	}

	static Stream<Arguments> strategiesAndTransports() {
		return matrix(UNFILTERED, List.of(List.of()))
			.map((arguments) -> Arguments.of(arguments.get()[0], arguments.get()[1]));
	}

	private static Stream<Arguments> matrix(List<String> strategies, List<List<String>> cases) {
		return strategies.stream()
			.flatMap((strategy) -> TRANSPORTS.stream()
				.flatMap((transport) -> cases.stream().map((lines) -> Arguments.of(strategy, transport, lines))));
	}

	private static String send(String strategy, String transport, List<String> lines) {
		RawRequest request = RawRequest.handshake(transport).header("Origin: " + lines.get(0));
		lines.subList(1, lines.size()).forEach(request::header);
		return request.send(port(strategy));
	}

	private static int port(String strategy) {
		return TestApplication.port(contexts.get(STRATEGIES.indexOf(strategy)));
	}

	private static SeenHandshakes handshakes(String strategy) {
		return contexts.get(STRATEGIES.indexOf(strategy)).getBean(SeenHandshakes.class);
	}

	/** As Spring Security does, a filter checks the origin too. */
	@Configuration(proxyBeanMethods = false)
	static class FilteredCors extends SeenHandshakes {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 1)
		WebFilter corsFilter() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin("https://friend.example.org");
			return new CorsWebFilter((exchange) -> configuration);
		}

	}

}
