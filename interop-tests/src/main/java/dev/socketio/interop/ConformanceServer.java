package dev.socketio.interop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * One application with several endpoints, each with the options and the behaviour that
 * conformance suites expect at its path.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ Mounts.class, FeatureEndpoint.class, ConformanceServer.MongoClientConfiguration.class })
public class ConformanceServer {

	/**
	 * Start the server.
	 * @param args Spring Boot arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(ConformanceServer.class, args);
	}

	/**
	 * The client for the adapter that needs one.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "socketio.adapter.type", havingValue = "mongo")
	@Import(MongoReactiveAutoConfiguration.class)
	static class MongoClientConfiguration {

	}

}
