package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.HandshakeRefusedException;
import dev.socketio.engine.session.Requests;
import dev.socketio.engine.session.WebSocketDecision;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the handshake filters of a {@link SocketIOServerBuilder}.
 */
class HandshakeFilterTests {

	private final List<String> asked = new ArrayList<>();

	private final SocketIOServer server = SocketIOServer.builder()
		.handshakeFilter(filter("first"))
		.handshakeFilter(filter("second"))
		.handshakeFilter(filter("third"))
		.build();

	@Test
	void asksFiltersInOrderUntilOneRefuses() {
		assertThat(refusal(Requests.request("GET", "EIO=4&transport=websocket&refusing=second")))
			.isEqualTo(new WebSocketDecision.Refusal(400, "not second"));
		assertThat(this.asked).containsExactly("first", "second");
	}

	@Test
	void acceptsClientThatNoFilterRefuses() {
		assertThat(refusal(Requests.webSocket())).isNull();
		assertThat(this.asked).containsExactly("first", "second", "third");
	}

	private WebSocketDecision.Refusal refusal(EngineRequest request) {
		return this.server.endpoint().handleWebSocket(request).block().refusal();
	}

	private HandshakeFilter filter(String name) {
		return (request) -> {
			this.asked.add(name);
			return name.equals(request.query().get("refusing"))
					? Mono.error(new HandshakeRefusedException("not " + name)) : Mono.empty();
		};
	}

}
