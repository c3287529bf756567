package dev.socketio.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Remembers the request of each handshake that is not refused for its origin.
 */
@Configuration(proxyBeanMethods = false)
class SeenHandshakes {

	private final List<EngineRequest> seen = new CopyOnWriteArrayList<>();

	EngineRequest last() {
		return this.seen.get(this.seen.size() - 1);
	}

	@Bean
	HandshakeFilter remember() {
		return (request) -> Mono.fromRunnable(() -> this.seen.add(request));
	}

}
