package dev.socketio.interop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * One application with several endpoints, each with the options and the behaviour that
 * conformance suites expect at its path.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ Mounts.class, FeatureEndpoint.class })
public class ConformanceServer {

	/**
	 * Start the server.
	 * @param args Spring Boot arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(ConformanceServer.class, args);
	}

}
