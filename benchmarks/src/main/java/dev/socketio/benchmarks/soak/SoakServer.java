package dev.socketio.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.Namespace;
import dev.socketio.server.NamespaceMatcher;
import dev.socketio.server.SocketIOServer;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The server that is soaked. Prints its port, then its state whenever a line arrives, and
 * ends with its standard input. Not found by component scans, because it is no part of
 * the server of the other benchmarks.
 */
@EnableAutoConfiguration
@Import({ SoakListeners.class, Tally.class })
public class SoakServer {

	/** Short times, so that everything that is kept for a while ends within the run. */
	private static final String[] PROPERTIES = { "spring.config.name=soak", "spring.main.banner-mode=off",
			"server.address=127.0.0.1", "server.port=0", "socketio.ping-interval=3s", "socketio.ping-timeout=5s",
			"socketio.connect-timeout=3s", "socketio.upgrade-timeout=3s", "socketio.limits.max-buffered-bytes=256KB",
			"socketio.allow-eio3=true", "socketio.cleanup-empty-child-namespaces=true",
			"socketio.connection-state-recovery.max-disconnection-duration=2s", "logging.level.root=warn" };

	SoakServer(SocketIOServer io, Tally tally) {
		tally.watch(io);
		tally.watch(io.of(SoakListeners.CHAT));
		NamespaceMatcher dynamic = NamespaceMatcher.path(SoakListeners.DYNAMIC);
		io.of(dynamic).onConnection(tally::connected).onDisconnect((socket, reason) -> tally.disconnected(socket));
		Namespace slow = io.of(SoakListeners.SLOW);
		slow.use((socket) -> Mono.delay(Duration.ofMillis(20)).then());
		tally.watch(slow);
		Namespace rejecting = io.of("/rejecting");
		tally.watch(rejecting);
		rejecting.onConnection((socket) -> socket.disconnect(true));
		io.of("/closed").use((socket) -> Mono.error(new ConnectRefusedException("closed")));
		// every client that leaves makes the server write to all others
		io.onDisconnecting((socket, reason) -> socket.to(socket.rooms().toArray(String[]::new)).emit("leaving"));
		io.onDisconnect((socket, reason) -> io.emit("left", socket.id()));
	}

	/**
	 * Start the server.
	 * @param args Spring Boot arguments
	 * @throws IOException if the standard input is broken
	 */
	public static void main(String[] args) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(SoakServer.class).properties(PROPERTIES)
			.run(args);
		SoakState state = new SoakState(context.getBean(SocketIOServer.class), context.getBean(Tally.class),
				context.getBean(SoakListeners.class), context.getBean(ThreadPoolTaskExecutor.class));
		System.out.println("port=" + context.getEnvironment().getRequiredProperty("local.server.port"));
		BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = questions.readLine(); line != null; line = questions.readLine()) {
			System.out.println("state=" + state.read());
		}
		Runtime.getRuntime().halt(0);
	}

}
