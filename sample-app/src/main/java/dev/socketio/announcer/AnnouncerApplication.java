package dev.socketio.announcer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Sends a message to all chat users from a process that has no clients: no web server, no
 * Socket.IO server, one connection to Redis. It ends when it has said what its arguments
 * say.
 */
@SpringBootApplication
public class AnnouncerApplication {

	public static void main(String[] args) {
		new SpringApplicationBuilder(AnnouncerApplication.class).web(WebApplicationType.NONE)
			.properties("spring.profiles.default=redis")
			.run(args)
			.close();
	}

}
