package dev.socketio.autoconfigure;

import java.util.stream.Stream;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.engine.CookieOptions;
import dev.socketio.engine.EngineOptions;
import dev.socketio.listener.support.ListenerOptions;
import dev.socketio.listener.support.SocketListenerRegistrar;
import dev.socketio.server.SocketIOServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that sets no property has what the library has without Spring Boot.
 */
class DefaultPropertiesTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(JacksonAutoConfiguration.class, SocketIOMemoryAdapterAutoConfiguration.class,
						SocketIOServerAutoConfiguration.class, SocketIOListenerAutoConfiguration.class));

	@Test
	void engine() {
		assertThat(PropertiesEngineOptions.of(new SocketIOProperties(), Stream.empty())).usingRecursiveComparison()
			.isEqualTo(EngineOptions.DEFAULT);
		this.runner.run((context) -> assertThat(context.getBean(SocketIOServer.class).engine().options())
			.usingRecursiveComparison()
			.isEqualTo(EngineOptions.DEFAULT));
	}

	@Test
	void compressionThatIsTurnedOn() {
		int threshold = EngineOptions.DEFAULT.httpCompressionThreshold();
		this.runner.withPropertyValues("socketio.per-message-deflate.enabled=true")
			.run((context) -> assertThat(
					context.getBean(SocketIOServer.class).engine().options().perMessageDeflateThreshold())
				.isEqualTo(threshold));
		this.runner
			.withPropertyValues("socketio.per-message-deflate.enabled=true",
					"socketio.per-message-deflate.threshold=7B", "socketio.http-compression.threshold=9B")
			.run((context) -> {
				EngineOptions options = context.getBean(SocketIOServer.class).engine().options();
				assertThat(options.perMessageDeflateThreshold()).isEqualTo(7);
				assertThat(options.httpCompressionThreshold()).isEqualTo(9);
			});
		this.runner.withPropertyValues("socketio.http-compression.enabled=false")
			.run((context) -> assertThat(
					context.getBean(SocketIOServer.class).engine().options().httpCompressionThreshold())
				.isEqualTo(-1));
	}

	@Test
	void cookie() {
		this.runner.withPropertyValues("socketio.cookie.enabled=true")
			.run((context) -> assertThat(context.getBean(SocketIOServer.class).engine().options().cookie())
				.usingRecursiveComparison()
				.isEqualTo(CookieOptions.DEFAULT));
	}

	/** With the limits of the packet decoder. */
	@Test
	void server() {
		SocketIOServer plain = SocketIOServer.builder().build();
		this.runner
			.run((context) -> assertThat(options(context.getBean(SocketIOServer.class))).usingRecursiveComparison()
				.isEqualTo(options(plain)));
	}

	@Test
	void recovery() {
		SocketIOServer plain = SocketIOServer.builder().recovery(RecoveryOptions.DEFAULT).build();
		this.runner.withPropertyValues("socketio.connection-state-recovery.enabled=true")
			.run((context) -> assertThat(options(context.getBean(SocketIOServer.class))).usingRecursiveComparison()
				.isEqualTo(options(plain)));
	}

	@Test
	void listeners() {
		this.runner.run((context) -> assertThat(
				ReflectionTestUtils.getField(context.getBean(SocketListenerRegistrar.class), "options"))
			.isEqualTo(ListenerOptions.DEFAULT));
	}

	/** A record of all that the builder takes. */
	private static Object options(SocketIOServer server) {
		Object context = ReflectionTestUtils.getField(server, "context");
		assertThat(context).isNotNull();
		Object options = ReflectionTestUtils.getField(context, "options");
		assertThat(options).isInstanceOf(Record.class);
		return options;
	}

}
