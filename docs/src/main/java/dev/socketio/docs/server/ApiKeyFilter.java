package dev.socketio.docs.server;

// tag::filter[]
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.HandshakeRefusedException;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

@Component
class ApiKeyFilter implements HandshakeFilter {

	@Override
	public Mono<Void> filter(EngineRequest request) {
		return "secret".equals(request.header("x-api-key")) ? Mono.empty()
				: Mono.error(new HandshakeRefusedException("API key missing"));
	}

}
// end::filter[]
