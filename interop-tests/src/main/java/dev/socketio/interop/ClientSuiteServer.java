package dev.socketio.interop;

import java.time.Duration;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.web.webflux.SocketIOHandlerMapping;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The server that the test suites of the official clients expect: Socket.IO and bare
 * Engine.IO at their default paths.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ClientSuiteServer {

	/**
	 * Start the server.
	 * @param args Spring Boot arguments
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ClientSuiteServer.class);
		application.setAdditionalProfiles("client-suite");
		application.run(args);
	}

	@Bean
	SocketIOHandlerMapping socketIO(JsonMapper mapper) {
		return new Mount("/socket.io/").heartbeat(2000, 20_000)
			.recovery(RecoveryOptions.DEFAULT)
			.filter((request) -> Mono.delay(Duration.ofMillis(10)).then())
			.socketIO(mapper, ClientSuiteEvents::install);
	}

	@Bean
	SocketIOHandlerMapping engineIO(JsonMapper mapper) {
		return new Mount("/engine.io/").heartbeat(500, 20_000)
			.maxHttpBufferSize(100)
			.filter(ClientSuiteEngine::refuseOnRequest)
			.initialHeaders(ClientSuiteEngine::setCookies)
			.engine(ClientSuiteEngine.handler(mapper));
	}

}
