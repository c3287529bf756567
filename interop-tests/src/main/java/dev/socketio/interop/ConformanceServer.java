package dev.socketio.interop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * One application with several endpoints, each with the options and the behaviour that
 * conformance suites expect at its path.
 */
@SpringBootApplication
public class ConformanceServer {

	/**
	 * Start the server.
	 * @param args Spring Boot arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(ConformanceServer.class, args);
	}

}
