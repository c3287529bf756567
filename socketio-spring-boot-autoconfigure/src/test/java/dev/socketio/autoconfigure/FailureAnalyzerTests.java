package dev.socketio.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.autoconfigure.mongo.SocketIOMongoAdapterAutoConfiguration;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.SocketEventListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.HttpHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

/**
 * Tests for what applications print when they cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerTests {

	@Test
	void explainsThatAnAdapterIsMissing(CapturedOutput output) {
		fail(Application.class, "--socketio.adapter.type=mongo",
				"--spring.autoconfigure.exclude=" + SocketIOMongoAdapterAutoConfiguration.class.getName());
		assertThat(output).contains("There is no AdapterFactory bean for 'socketio.adapter.type=mongo'.")
			.contains("socketio-adapter-mongo");
	}

	@Test
	void explainsWhichAdaptersThereAre(CapturedOutput output) {
		fail(Application.class, "--socketio.adapter.type=bogus");
		assertThat(output).contains("Property: socketio.adapter.type")
			.contains("MEMORY")
			.contains("MONGO")
			.contains("REDIS");
	}

	@Test
	void explainsWhatIsWrongWithAListener(CapturedOutput output) {
		fail(ReservedEventApplication.class);
		assertThat(output).contains("A Socket.IO listener is not valid: Event 'disconnect' of ")
			.contains("Use @SocketDisconnectListener.");
	}

	@Test
	void explainsThatCredentialsNeedNamedOrigins(CapturedOutput output) {
		fail(Application.class, "--socketio.cors.allowed-origins=*", "--socketio.cors.allow-credentials=true");
		assertThat(output).contains("socketio.cors.allowed-origins").contains("socketio.cors.allowed-origin-patterns");
	}

	@Test
	void explainsWhichPlaceholderIsMissing(CapturedOutput output) {
		fail(PlaceholderApplication.class);
		assertThat(output).contains("A Socket.IO listener is not valid: Name '${chat.event}' of ")
			.contains("PlaceholderApplication.message");
	}

	@Test
	void explainsThatThereIsNoReactiveWebApplication(CapturedOutput output) {
		fail(EmittingApplication.class, "--spring.main.web-application-type=none");
		assertThat(output).contains("There is no SocketIOEmitter bean: this is not a reactive web application")
			.contains("spring.main.web-application-type=reactive")
			.contains("socketio.adapter.type");
	}

	@Test
	void leavesTheExplanationWhereThereAreEmitters(CapturedOutput output) {
		fail(QualifyingApplication.class);
		fail(TwoEmittersApplication.class);
		assertThat(output).contains("other")
			.contains("required a single bean, but 2 were found")
			.doesNotContain("There is no SocketIOEmitter bean");
	}

	@Test
	void explainsThatTheServerIsDisabled(CapturedOutput output) {
		fail(EmittingApplication.class, "--socketio.server.enabled=false");
		assertThat(output).contains("There is no SocketIOEmitter bean: 'socketio.server.enabled' is false.")
			.contains("it is 'memory' here");
	}

	@Test
	void explainsThatTheWebServerIsAnotherOne(CapturedOutput output) {
		fail(OtherWebServerApplication.class, "--spring.main.lazy-initialization=true");
		assertThat(output).contains("OtherWebServer, and Socket.IO works on Reactor Netty only.")
			.contains("spring-boot-starter-tomcat");
	}

	@Test
	void warnsOfListenersWithoutServer(CapturedOutput output) {
		new SpringApplicationBuilder(ListeningApplication.class)
			.run("--spring.main.web-application-type=none", "--spring.main.lazy-initialization=true")
			.close();
		assertThat(output).contains("There is no Socket.IO server, and the listeners of "
				+ "failureAnalyzerTests.ListeningApplication are never called");
	}

	@Test
	void doesNotWarnWhereNoServerIsWanted(CapturedOutput output) {
		new SpringApplicationBuilder(ListeningApplication.class)
			.run("--spring.main.web-application-type=none", "--socketio.server.enabled=false")
			.close();
		new SpringApplicationBuilder(ListeningApplication.class).run("--server.port=0").close();
		assertThat(output).doesNotContain("never called").contains("1 listener");
	}

	private static void fail(Class<?> application, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--server.port=0");
		assertThatThrownBy(() -> new SpringApplicationBuilder(application).run(all.toArray(String[]::new)))
			.isInstanceOf(RuntimeException.class);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ListeningApplication {

		@SocketEventListener("message")
		void message() {
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PlaceholderApplication {

		@SocketEventListener("${chat.event}")
		void message() {
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EmittingApplication {

		@Bean
		Runnable announcement(SocketIOEmitter emitter) {
			return () -> emitter.emit("announcement");
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class QualifyingApplication {

		@Bean
		Runnable announcement(@Qualifier("other") SocketIOEmitter emitter) {
			return () -> emitter.emit("announcement");
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TwoEmittersApplication {

		@Bean
		SocketIOEmitter one() {
			return mock();
		}

		@Bean
		SocketIOEmitter two() {
			return mock();
		}

		@Bean
		Runnable announcement(SocketIOEmitter emitter) {
			return () -> emitter.emit("announcement");
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OtherWebServerApplication {

		@Bean
		ReactiveWebServerFactory otherWebServerFactory() {
			return new OtherWebServer();
		}

	}

	static class OtherWebServer implements ReactiveWebServerFactory {

		@Override
		public WebServer getWebServer(HttpHandler handler) {
			return new NettyReactiveWebServerFactory(0).getWebServer(handler);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ReservedEventApplication {

		@SocketEventListener("disconnect")
		void left() {
		}

	}

}
