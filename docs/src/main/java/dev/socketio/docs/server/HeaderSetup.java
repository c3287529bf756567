package dev.socketio.docs.server;

import java.util.List;

import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.server.SocketIOServer;

import org.springframework.stereotype.Component;

// tag::headers[]
@Component
class HeaderSetup implements SocketIOServerCustomizer {

	@Override
	public void customize(SocketIOServer io) {
		io.engine().onInitialHeaders((headers, request) -> headers.put("X-Node", List.of("a7")));
	}

}
// end::headers[]
