package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.engine.CookieOptions;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.TransportType;
import dev.socketio.listener.support.SocketListenerRegistrar;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.codec.JsonPacketCodec;
import dev.socketio.protocol.codec.MsgpackPacketCodec;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOHandlerMapping;
import dev.socketio.web.webflux.SocketIOWebHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOServerAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketIOServerAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(JacksonAutoConfiguration.class,
			SocketIOMemoryAdapterAutoConfiguration.class, SocketIOServerAutoConfiguration.class,
			SocketIOEmitterAutoConfiguration.class, SocketIOListenerAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	@Test
	void providesServerWithTheDefaultsOfNode() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(SocketIOServer.class)
				.hasSingleBean(SocketIOEmitter.class)
				.hasSingleBean(SocketListenerRegistrar.class);
			EngineOptions options = context.getBean(SocketIOServer.class).engine().options();
			assertThat(options).usingRecursiveComparison().isEqualTo(EngineOptions.DEFAULT);
			assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(25));
			assertThat(options.maxHttpBufferSize()).isEqualTo(1_000_000);
		});
	}

	@Test
	void appliesProperties() {
		this.contextRunner
			.withPropertyValues("socketio.ping-interval=3s", "socketio.ping-timeout=2s", "socketio.upgrade-timeout=1s",
					"socketio.max-http-buffer-size=2KB", "socketio.transports=websocket",
					"socketio.allow-upgrades=false", "socketio.limits.max-buffered-bytes=3KB",
					"socketio.limits.max-buffered-packets=4", "socketio.limits.max-sessions=5",
					"socketio.limits.max-sessions-per-address=6")
			.run((context) -> {
				EngineOptions options = context.getBean(SocketIOServer.class).engine().options();
				assertThat(options).usingRecursiveComparison()
					.isEqualTo(EngineOptions.builder()
						.pingInterval(Duration.ofSeconds(3))
						.pingTimeout(Duration.ofSeconds(2))
						.upgradeTimeout(Duration.ofSeconds(1))
						.maxHttpBufferSize(2048)
						.transports(Set.of(TransportType.WEBSOCKET))
						.allowUpgrades(false)
						.limits((limits) -> limits.maxBufferedBytes(3072)
							.maxBufferedPackets(4)
							.maxSessions(5)
							.maxSessionsPerAddress(6))
						.build());
			});
	}

	@Test
	void sendsNoCookieUnlessAskedTo() {
		this.contextRunner
			.run((context) -> assertThat(context.getBean(SocketIOServer.class).engine().options().cookie()).isNull());
		this.contextRunner.withPropertyValues("socketio.cookie.enabled=true")
			.run((context) -> assertThat(context.getBean(SocketIOServer.class).engine().options().cookie())
				.usingRecursiveComparison()
				.isEqualTo(CookieOptions.DEFAULT));
		this.contextRunner.withPropertyValues("socketio.cookie.enabled=true", "socketio.cookie.name=node",
				"socketio.cookie.domain=example.org", "socketio.cookie.path=/app", "socketio.cookie.max-age=1h",
				"socketio.cookie.http-only=false", "socketio.cookie.secure=true", "socketio.cookie.same-site=omitted")
			.run((context) -> assertThat(context.getBean(SocketIOServer.class).engine().options().cookie())
				.usingRecursiveComparison()
				.isEqualTo(CookieOptions.builder()
					.name("node")
					.path("/app")
					.domain("example.org")
					.maxAge(Duration.ofHours(1))
					.httpOnly(false)
					.secure(true)
					.sameSite(null)
					.build()));
	}

	@ParameterizedTest
	@CsvSource({ "socketio.ping-interval,0s", "socketio.ping-timeout,-1s", "socketio.upgrade-timeout,0s",
			"socketio.connect-timeout,0s", "socketio.max-http-buffer-size,3GB", "socketio.max-http-buffer-size,0",
			"socketio.limits.max-buffered-bytes,0", "socketio.limits.max-buffered-packets,0",
			"socketio.limits.max-sessions,0", "socketio.limits.max-sessions-per-address,-1",
			"socketio.limits.max-attachments,-1", "socketio.limits.max-depth,0", "socketio.limits.max-arguments,-1",
			"socketio.limits.max-namespace-length,0", "socketio.limits.max-event-name-length,0",
			"socketio.limits.max-auth-bytes,-1B", "socketio.limits.max-auth-bytes,2GB",
			"socketio.limits.max-packet-bytes,0", "socketio.limits.packet-timeout,0s",
			"socketio.limits.max-room-length,0", "socketio.limits.max-rooms-per-socket,0",
			"socketio.limits.max-total-buffered-bytes,0", "socketio.limits.max-total-pending-bytes,0",
			"socketio.limits.max-dynamic-namespaces-per-connection,0",
			"socketio.limits.max-namespaces-per-connection,0", "socketio.limits.max-pending-acks,0",
			"socketio.limits.max-ack-bytes,0", "socketio.limits.max-ack-bytes,-1B", "socketio.listener.max-pending,0",
			"socketio.listener.max-pending-bytes,0", "socketio.listener.max-elements,0",
			"socketio.listener.concurrency,INHERIT", "socketio.listener.executor,missing", "socketio.path,socket.io",
			"socketio.path,/{x}/" })
	void refusesInvalidValues(String name, String value) {
		this.contextRunner.withPropertyValues(name + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName()).isEqualTo(name));
		});
	}

	@Test
	void boundsWhatListenersHaveLeftToDo() {
		this.contextRunner.withPropertyValues("socketio.listener.max-pending=7", "socketio.max-http-buffer-size=3KB")
			.run((context) -> {
				EngineOptions options = context.getBean(SocketIOServer.class).engine().options();
				assertThat(options.limits().maxPendingMessages()).isEqualTo(7);
				assertThat(options.limits().maxPendingBytes()).isEqualTo(4 * 3 * 1024);
			});
		this.contextRunner.withPropertyValues("socketio.listener.max-pending-bytes=5KB").run((context) -> {
			EngineOptions options = context.getBean(SocketIOServer.class).engine().options();
			assertThat(options.limits().maxPendingMessages())
				.isEqualTo(EngineOptions.DEFAULT.limits().maxPendingMessages());
			assertThat(options.limits().maxPendingBytes()).isEqualTo(5 * 1024);
		});
	}

	@Test
	void customizersChangeWhatPropertiesSaid() {
		this.contextRunner.withPropertyValues("socketio.ping-interval=3s")
			.withBean(EngineOptionsCustomizer.class, () -> (options) -> options.pingInterval(Duration.ofSeconds(4)))
			.run((context) -> assertThat(context.getBean(SocketIOServer.class).engine().options().pingInterval())
				.isEqualTo(Duration.ofSeconds(4)));
	}

	@Test
	void serverCustomizersMayUseTheEmitter() {
		this.contextRunner.withUserConfiguration(CustomizerConfiguration.class)
			.run((context) -> assertThat(context.getBean(SocketIOServer.class).namespaces())
				.anyMatch((namespace) -> namespace.name().equals("/custom")));
	}

	@Test
	void backsOffWhenTheApplicationHasItsOwnServer() {
		SocketIOServer own = SocketIOServer.builder().build();
		this.contextRunner.withBean(SocketIOServer.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(SocketIOWebHandler.class)
				.doesNotHaveBean(EngineOptions.class)
				.getBean(SocketIOServer.class)
				.isSameAs(own));
	}

	@Test
	void backsOffWhenDisabled() {
		this.contextRunner.withPropertyValues("socketio.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOServer.class)
				.doesNotHaveBean(SocketIOWebHandler.class)
				.doesNotHaveBean(SocketListenerRegistrar.class));
	}

	@Test
	void backsOffWithoutReactorNetty() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HttpServer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@Test
	void backsOffWithoutTheSpringModule() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("dev.socketio.web", "dev.socketio.listener"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@Test
	void backsOffInOtherKindsOfApplications() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class));
	}

	@Test
	void worksWithoutJacksonAutoConfiguration() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketIOMemoryAdapterAutoConfiguration.class,
					SocketIOServerAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(PacketCodec.class).hasSingleBean(SocketIOServer.class));
	}

	@Test
	void writesJsonUnlessAskedForMessagePack() {
		this.contextRunner
			.run((context) -> assertThat(context).getBean(PacketCodec.class).isInstanceOf(JsonPacketCodec.class));
		this.contextRunner.withPropertyValues("socketio.parser=json")
			.run((context) -> assertThat(context).getBean(PacketCodec.class).isInstanceOf(JsonPacketCodec.class));
		this.contextRunner.withPropertyValues("socketio.parser=msgpack")
			.run((context) -> assertThat(context).getBean(PacketCodec.class).isInstanceOf(MsgpackPacketCodec.class));
	}

	@Test
	void messagePackIsOnlyNeededWhenAskedFor() {
		ReactiveWebApplicationContextRunner without = this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.msgpack"));
		without.run((context) -> assertThat(context).hasSingleBean(SocketIOServer.class));
		without.withPropertyValues("socketio.parser=msgpack").run((context) -> {
			assertThat(context).hasFailed();
			MockEnvironment environment = new MockEnvironment().withProperty("socketio.parser", "msgpack");
			FailureAnalysis analysis = new MissingPacketCodecFailureAnalyzer(environment)
				.analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("socketio.parser=msgpack");
			assertThat(analysis.getAction()).contains("org.msgpack:msgpack-core");
		});
	}

	@Test
	void usesTheCodecOfTheApplication() {
		PacketCodec own = new JsonPacketCodec(JsonMapper.builder().build());
		this.contextRunner.withPropertyValues("socketio.parser=msgpack")
			.withBean("myCodec", PacketCodec.class, () -> own)
			.run((context) -> assertThat(context.getBean(PacketCodec.class)).isSameAs(own));
	}

	@Test
	void usesTheAdapterOfTheApplication() {
		AdapterFactory own = InMemoryAdapter::new;
		this.contextRunner.withBean("myAdapter", AdapterFactory.class, () -> own)
			.run((context) -> assertThat(context.getBean(AdapterFactory.class)).isSameAs(own));
	}

	@Test
	void anAdapterOfTheApplicationIsCalledByItsName() {
		this.contextRunner.withBean(AdapterFactory.class, () -> OwnAdapter::new)
			.run((context) -> assertThat(context.getBean(SocketIOServerLifecycle.class).describe())
				.contains(", OwnAdapter, 0 listeners"));
		this.contextRunner.run((context) -> assertThat(context.getBean(SocketIOServerLifecycle.class).describe())
			.contains(", memory adapter, 0 listeners"));
	}

	@ParameterizedTest
	@CsvSource({ "/api, /api/socket.io/", "api/, /api/socket.io/", "'', /socket.io/", "/, /socket.io/" })
	void saysWhereItListens(String basePath, String path) {
		this.contextRunner.withPropertyValues("spring.webflux.base-path=" + basePath)
			.run((context) -> assertThat(context.getBean(SocketIOServerLifecycle.class).describe())
				.startsWith("Socket.IO on " + path + " ("));
	}

	@Test
	void warnsOfAPathThatTakesEveryRequest(CapturedOutput output) {
		this.contextRunner.withPropertyValues("socketio.path=/app").run((context) -> {
		});
		assertThat(output).doesNotContain("handles every request");
		this.contextRunner.withPropertyValues("socketio.path=/", "spring.webflux.base-path=/api").run((context) -> {
		});
		assertThat(output).contains("handles every request");
	}

	@Test
	void mountsTheHandlerUnderItsPath() {
		this.contextRunner.withPropertyValues("socketio.path=/realtime").run((context) -> {
			assertThat(handler(context.getBean(SocketIOHandlerMapping.class), get("/realtime/")))
				.isInstanceOf(SocketIOWebHandler.class);
			assertThat(handler(context.getBean(SocketIOHandlerMapping.class), get("/realtime"))).isNull();
			assertThat(handler(context.getBean(SocketIOHandlerMapping.class), get("/other/"))).isNull();
		});
	}

	@Test
	void refusesOtherOriginsByDefault() {
		this.contextRunner.run((context) -> {
			MockServerWebExchange exchange = crossOrigin("https://evil.example");
			context.getBean(SocketIOHandlerMapping.class).getHandler(exchange).block(Duration.ofSeconds(20));
			assertThat(exchange.getResponse().getStatusCode()).hasToString("403 FORBIDDEN");
		});
	}

	@Test
	void allowsOriginsByProperties() {
		this.contextRunner
			.withPropertyValues("socketio.cors.allowed-origins=https://app.example",
					"socketio.cors.allow-credentials=true", "socketio.cors.exposed-headers=x-one",
					"socketio.cors.max-age=1h")
			.run((context) -> {
				MockServerWebExchange exchange = crossOrigin("https://app.example");
				context.getBean(SocketIOHandlerMapping.class).getHandler(exchange).block(Duration.ofSeconds(20));
				assertThat(exchange.getResponse().getHeaders().getAccessControlAllowOrigin())
					.isEqualTo("https://app.example");
				assertThat(exchange.getResponse().getHeaders().getAccessControlAllowCredentials()).isTrue();
				assertThat(exchange.getResponse().getHeaders().getAccessControlExposeHeaders())
					.containsExactly("x-one");
			});
	}

	@Test
	void usesTheCorsConfigurationOfTheApplication() {
		CorsConfiguration application = new CorsConfiguration();
		application.setAllowedOrigins(List.of("https://app.example"));
		this.contextRunner.withBean(CorsConfigurationSource.class, () -> (exchange) -> application).run((context) -> {
			MockServerWebExchange exchange = crossOrigin("https://app.example");
			context.getBean(SocketIOHandlerMapping.class).getHandler(exchange).block(Duration.ofSeconds(20));
			assertThat(exchange.getResponse().getHeaders().getAccessControlAllowOrigin())
				.isEqualTo("https://app.example");
		});
	}

	@Test
	void refusesOtherOriginsWhereTheApplicationSaysNothing() {
		this.contextRunner.withBean(CorsConfigurationSource.class, () -> (exchange) -> null).run((context) -> {
			MockServerWebExchange exchange = crossOrigin("https://evil.example");
			context.getBean(SocketIOHandlerMapping.class).getHandler(exchange).block(Duration.ofSeconds(20));
			assertThat(exchange.getResponse().getStatusCode()).hasToString("403 FORBIDDEN");
		});
	}

	@Test
	void refusesAllOriginsWithCredentials() {
		this.contextRunner.withPropertyValues("socketio.cors.allowed-origins=*", "socketio.cors.allow-credentials=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("socketio.cors.allowed-origins"));
	}

	private static ServerHttpRequest get(String path) {
		return MockServerHttpRequest.get(path).build();
	}

	private static MockServerWebExchange crossOrigin(String origin) {
		return MockServerWebExchange
			.from(MockServerHttpRequest.get("http://localhost/socket.io/").header("Origin", origin));
	}

	private static Object handler(SocketIOHandlerMapping mapping, ServerHttpRequest request) {
		return mapping.getHandler(MockServerWebExchange.builder((MockServerHttpRequest) request).build())
			.block(Duration.ofSeconds(20));
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		SocketIOServerCustomizer customizer(SocketIOEmitter emitter) {
			assertThat(emitter).isNotNull();
			return (server) -> server.of("/custom");
		}

	}

	static class OwnAdapter extends InMemoryAdapter {

		OwnAdapter(LocalNamespace namespace) {
			super(namespace);
		}

	}

}
