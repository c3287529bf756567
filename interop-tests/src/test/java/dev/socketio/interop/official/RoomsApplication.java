package dev.socketio.interop.official;

import java.util.Map;

import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.SocketIOServer;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * An application as users write it, for the checks that need rooms, broadcasts,
 * acknowledgements of clients or middlewares. {@code rooms-server.js} does the same on
 * Node.js.
 * <p>
 * Not annotated as a configuration, so that the component scan of the conformance server
 * passes it by.
 */
@EnableAutoConfiguration
@Import({ RoomListeners.class, ValueListeners.class })
class RoomsApplication {

	@Autowired
	void protectPrivateNamespace(SocketIOServer server) {
		server.of("/private").use((socket) -> {
			if ("secret".equals(socket.handshake().auth().get("token"))) {
				return Mono.empty();
			}
			throw new ConnectRefusedException("not authorized", Map.of("reason", "token"));
		});
	}

}
