package dev.socketio.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A server behind Spring Security: who may connect, and who may call which listener.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SocketIOSecurityTests {

	@LocalServerPort
	private int port;

	@Test
	void refusesClientsWithoutCredentials() {
		assertThatThrownBy(() -> TestClient.open(this.port)).hasMessageContaining("WebSocketHandshakeException");
		assertThat(send(HttpRequest.newBuilder(polling(""))).statusCode()).isEqualTo(401);
	}

	@Test
	void refusesWrongCredentials() {
		assertThatThrownBy(() -> open("ada:wrong")).hasMessageContaining("WebSocketHandshakeException");
	}

	@Test
	void listenersSeeWhoTheClientIs() {
		try (TestClient client = connect("ada:secret")) {
			assertThat(client.exchange("421[\"principal\"]")).isEqualTo("431[\"ada ada ada\"]");
			assertThat(client.exchange("422[\"reactive-context\"]")).isEqualTo("432[\"ada\"]");
		}
	}

	@Test
	void methodSecurityAppliesToListeners() {
		try (TestClient user = connect("ada:secret"); TestClient admin = connect("root:secret")) {
			assertThat(user.exchange("421[\"blocking-admin\"]")).contains("\"status\":403,\"code\":\"forbidden\"");
			assertThat(user.exchange("422[\"reactive-admin\"]")).contains("\"status\":403,\"code\":\"forbidden\"");
			assertThat(admin.exchange("421[\"blocking-admin\"]")).isEqualTo("431[\"done\"]");
			assertThat(admin.exchange("422[\"reactive-admin\"]")).isEqualTo("432[\"done\"]");
		}
	}

	@Test
	void methodSecurityAppliesToConnectListeners() {
		try (TestClient user = open("ada:secret"); TestClient admin = open("root:secret")) {
			user.send("40/admin,");
			assertThat(user.receive()).startsWith("40/admin,");
			assertThat(user.receive()).isEqualTo("41/admin,");
			admin.join("/admin", "");
			assertThat(admin.exchange("42/admin,1[\"hello\"]")).isEqualTo("43/admin,1[]");
		}
	}

	@Test
	void pollingClientsCanPostWithoutCsrfToken() {
		String credentials = basic("ada:secret");
		String open = send(HttpRequest.newBuilder(polling("")).header("Authorization", credentials)).body();
		String sid = open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
		HttpResponse<String> response = send(HttpRequest.newBuilder(polling("&sid=" + sid))
			.header("Authorization", credentials)
			.POST(HttpRequest.BodyPublishers.ofString("40")));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("ok");
	}

	@Test
	void otherPathsKeepTheirProtection() {
		HttpResponse<String> response = send(
				HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/other"))
					.header("Authorization", basic("ada:secret"))
					.POST(HttpRequest.BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(403);
	}

	@Test
	void preFlightRequestsNeedNoCredentials() {
		HttpResponse<String> response = send(HttpRequest.newBuilder(polling(""))
			.method("OPTIONS", HttpRequest.BodyPublishers.noBody())
			.header("Origin", "https://app.example")
			.header("Access-Control-Request-Method", "POST"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://app.example");
	}

	@Test
	void webSocketsOfOtherOriginsAreRefused() {
		assertThatThrownBy(
				() -> TestClient.open(this.port,
						(builder) -> builder.header("Authorization", basic("ada:secret"))
							.header("Origin", "https://evil.example")))
			.hasMessageContaining("WebSocketHandshakeException");
		TestClient
			.open(this.port,
					(builder) -> builder.header("Authorization", basic("ada:secret"))
						.header("Origin", "https://app.example"))
			.close();
	}

	private TestClient connect(String credentials) {
		TestClient client = open(credentials);
		client.join("/", "");
		return client;
	}

	private TestClient open(String credentials) {
		return TestClient.open(this.port, (builder) -> builder.header("Authorization", basic(credentials)));
	}

	private URI polling(String query) {
		return URI.create("http://localhost:" + this.port + "/socket.io/?EIO=4&transport=polling" + query);
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		return HttpClient.newHttpClient()
			.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
			.orTimeout(30, TimeUnit.SECONDS)
			.join();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebFluxSecurity
	@EnableMethodSecurity
	@Import({ Listener.class, AdminListener.class })
	static class Application {

		@Bean
		SecurityWebFilterChain securityWebFilterChain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchange) -> exchange.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.cors(Customizer.withDefaults())
				.csrf((csrf) -> csrf
					.requireCsrfProtectionMatcher(new AndServerWebExchangeMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER,
							new NegatedServerWebExchangeMatcher(
									ServerWebExchangeMatchers.pathMatchers("/socket.io/**")))))
				.build();
		}

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.setAllowedOrigins(List.of("https://app.example"));
			configuration.setAllowedMethods(List.of("GET", "POST"));
			configuration.setAllowCredentials(true);
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/socket.io/**", configuration);
			return source;
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("ada").password("{noop}secret").roles("USER").build(),
					User.withUsername("root").password("{noop}secret").roles("ADMIN").build());
		}

	}

	@Component
	static class Listener {

		@SocketEventListener("principal")
		String principal(Principal principal, Authentication authentication,
				@AuthenticationPrincipal(expression = "username") String name,
				@AuthenticationPrincipal @Nullable UserDetails user) {
			assertThat(user).isNotNull();
			return principal.getName() + " " + authentication.getName() + " " + name;
		}

		@SocketEventListener("reactive-context")
		Mono<String> reactiveContext() {
			return ReactiveSecurityContextHolder.getContext()
				.mapNotNull((context) -> context.getAuthentication())
				.map(Authentication::getName);
		}

		@PreAuthorize("hasRole('ADMIN')")
		@SocketEventListener("blocking-admin")
		String blockingAdmin() {
			return "done";
		}

		@PreAuthorize("hasRole('ADMIN')")
		@SocketEventListener("reactive-admin")
		Mono<String> reactiveAdmin() {
			return Mono.just("done");
		}

	}

	@Component
	@SocketNamespace("/admin")
	static class AdminListener {

		@PreAuthorize("hasRole('ADMIN')")
		@SocketConnectListener
		void connected() {
		}

		@SocketEventListener("hello")
		void hello() {
		}

	}

}
