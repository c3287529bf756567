package dev.socketio.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.socketio.engine.EngineError;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.HandshakeRefusedException;
import dev.socketio.engine.session.WebSocketDecision;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters are asked in their order, until one refuses.
 */
class HandshakeFilterTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				SocketIOMemoryAdapterAutoConfiguration.class, SocketIOServerAutoConfiguration.class))
		.withUserConfiguration(Filters.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "nobody | first,second,third | none", "first | first | not first",
					"second | first,second | not second", "third | first,second,third | not third",
					"second third | first,second | not second", "broken | first | Forbidden" })
	void firstRefusalWins(String refusing, String asked, @Nullable String message) {
		this.runner.run((context) -> {
			EngineRequest request = EngineRequest.builder("GET", "/socket.io/")
				.query(Map.of("EIO", "4", "transport", "websocket"))
				.headers(Map.of("refusing", List.of(refusing)))
				.build();
			SocketIOServer server = context.getBean(SocketIOServer.class);
			WebSocketDecision.Refusal refusal = server.endpoint().handleWebSocket(request).block().refusal();
			assertThat((refusal != null) ? refusal.message() : null).isEqualTo(message);
			assertThat(String.join(",", context.getBean(Filters.class).asked)).isEqualTo(asked);
			assertThat(server.engine().refusalCount(EngineError.FORBIDDEN)).isEqualTo((message != null) ? 1 : 0);
		});
	}

	/** Declared in another order. */
	@Configuration(proxyBeanMethods = false)
	static class Filters {

		private final List<String> asked = new ArrayList<>();

		@Bean
		@Order(2)
		HandshakeFilter second() {
			return filter("second");
		}

		@Bean
		HandshakeFilter third() {
			return filter("third");
		}

		@Bean
		@Order(1)
		HandshakeFilter first() {
			return filter("first");
		}

		private HandshakeFilter filter(String name) {
			return (request) -> {
				this.asked.add(name);
				String refusing = request.header("refusing");
				if ("broken".equals(refusing)) {
					throw new IllegalStateException("a secret");
				}
				return refusing.contains(name) ? Mono.error(new HandshakeRefusedException("not " + name))
						: Mono.empty();
			};
		}

	}

}
