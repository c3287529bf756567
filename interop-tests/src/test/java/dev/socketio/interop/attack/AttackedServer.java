package dev.socketio.interop.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.NamespaceMatcher;
import dev.socketio.server.SocketIOServer;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * An ordinary application with everything that clients can lean on: blocking listeners,
 * slow middlewares, dynamic namespaces, rooms and echoes of what clients send. Ends with
 * its standard input.
 */
@EnableAutoConfiguration
@Import(AttackedListeners.class)
public class AttackedServer {

	static final Duration SLOW = Duration.ofMillis(250);

	private static final String[] PROPERTIES = { "spring.main.banner-mode=off", "spring.config.name=attacked-server",
			"spring.autoconfigure.exclude=org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration",
			"server.port=0", "server.address=127.0.0.1", "server.netty.max-initial-line-length=16KB",
			"socketio.per-message-deflate.enabled=true", "socketio.connect-timeout=4s", "socketio.ping-interval=3s",
			"socketio.ping-timeout=8s", "logging.level.root=warn" };

	AttackedServer(SocketIOServer io) {
		io.of(AttackedListeners.GUARDED).onConnection((socket) -> socket.use((event, args) -> Mono.delay(SLOW).then()));
		io.of(NamespaceMatcher.path(AttackedListeners.GATED))
			.use((socket) -> "member".equals(socket.handshake().auth().get("role")) ? Mono.empty()
					: Mono.error(new ConnectRefusedException("members only")));
	}

	/**
	 * Start the server, print its port, and answer questions about its state.
	 * @param args Spring Boot arguments
	 * @throws IOException if the standard input is broken
	 */
	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(AttackedServer.class)
			.properties(PROPERTIES)
			.run(args);
		ServerState state = new ServerState(context.getBean(SocketIOServer.class));
		System.out.println("port=" + context.getEnvironment().getRequiredProperty("local.server.port"));
		BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = questions.readLine(); line != null; line = questions.readLine()) {
			System.out.println("state=" + state.read());
		}
		Runtime.getRuntime().halt(0);
	}

}
