package dev.socketio.benchmarks;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An ordinary application with the starter, to be put under load. It is not tuned in any
 * way that users would not have with the defaults.
 */
@SpringBootApplication
public class BenchmarkServer {

	/**
	 * Start the server.
	 * @param args Spring Boot arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(BenchmarkServer.class, args);
	}

}
