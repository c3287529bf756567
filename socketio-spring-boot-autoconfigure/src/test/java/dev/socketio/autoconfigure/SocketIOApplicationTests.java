package dev.socketio.autoconfigure;

import java.time.Duration;
import java.time.Instant;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts whole applications on real ports.
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketIOApplicationTests {

	@Test
	void servesListenersOnThePortOfTheApplication() {
		try (ConfigurableApplicationContext context = start();
				TestClient client = TestClient.connect(port(context), "/")) {
			assertThat(client.receive()).isEqualTo("42[\"welcome\",1]");
			assertThat(client.exchange("421[\"greet\",{\"name\":\"Ada\"}]")).isEqualTo("431[{\"text\":\"Hello Ada\"}]");
		}
	}

	@Test
	void emitsFromAnywhere() {
		try (ConfigurableApplicationContext context = start();
				TestClient client = TestClient.connect(port(context), "/")) {
			assertThat(client.receive()).isEqualTo("42[\"welcome\",1]");
			context.getBean(SocketIOEmitter.class).emit("news", "fresh");
			assertThat(client.receive()).isEqualTo("42[\"news\",\"fresh\"]");
		}
	}

	@Test
	void writesOneLineAtStartUp(CapturedOutput output) {
		start("--socketio.transports=websocket").close();
		assertThat(output).contains("Socket.IO on /socket.io/ (websocket), memory adapter, 2 listeners");
	}

	@Test
	void listenersWorkWithLazyInitialization() {
		try (ConfigurableApplicationContext context = start("--spring.main.lazy-initialization=true");
				TestClient client = TestClient.connect(port(context), "/")) {
			assertThat(client.receive()).isEqualTo("42[\"welcome\",1]");
		}
	}

	@Test
	void middlewaresWorkWithLazyInitialization() {
		try (ConfigurableApplicationContext context = start("--spring.main.lazy-initialization=true");
				TestClient client = TestClient.open(port(context))) {
			assertThat(client.exchange("40/closed,")).isEqualTo("44/closed,{\"message\":\"closed\"}");
		}
	}

	@Test
	void shutsDownWithoutWaitingForClientsToLeave() {
		ConfigurableApplicationContext context = start();
		try (TestClient client = TestClient.connect(port(context), "/")) {
			Instant start = Instant.now();
			Thread closing = new Thread(context::close);
			closing.start();
			assertThat(client.closeCode(Duration.ofSeconds(20))).as("a clean close, as Node.js does it")
				.isEqualTo(1005);
			assertThat(closing).satisfies((thread) -> thread.join(20_000)).matches((thread) -> !thread.isAlive());
			assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.build();
		return application.run(arguments);
	}

	private static int port(ConfigurableApplicationContext context) {
		return ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
	@Import(Greeter.class)
	static class Application {

		@Bean
		SocketIOServerCustomizer closedNamespace() {
			return (server) -> server.of("/closed").use((socket) -> Mono.error(new ConnectRefusedException("closed")));
		}

	}

	@Component
	static class Greeter {

		@SocketConnectListener
		void connected(Socket socket) {
			socket.emit("welcome", 1);
		}

		@SocketEventListener("greet")
		Greeting greet(Person person) {
			return new Greeting("Hello " + person.name());
		}

	}

	record Person(String name) {

	}

	record Greeting(String text) {

	}

}
