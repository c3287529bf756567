package dev.socketio.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.autoconfigure.mongo.SocketIOMongoAdapterAutoConfiguration;
import dev.socketio.listener.SocketEventListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
	static class ReservedEventApplication {

		@SocketEventListener("disconnect")
		void left() {
		}

	}

}
