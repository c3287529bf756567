package dev.socketio.docs.server;

import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.server.SocketIOServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

// tag::rules[]
@Component
class EventRules implements SocketIOServerCustomizer {

	private static final Logger logger = LoggerFactory.getLogger(EventRules.class);

	@Override
	public void customize(SocketIOServer io) {
		io.of("/chat").onConnection((socket) -> {
			socket.use((event, args) -> event.startsWith("admin:") && !socket.rooms().contains("admins")
					? Mono.error(new IllegalStateException("Not an admin")) : Mono.empty());
			socket.onError((error) -> logger.info("Dropped an event of {}", socket.id(), error));
		});
	}

}
// end::rules[]
