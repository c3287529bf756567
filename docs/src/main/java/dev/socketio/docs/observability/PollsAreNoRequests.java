package dev.socketio.docs.observability;

import io.micrometer.observation.ObservationPredicate;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

// tag::predicate[]
@Configuration(proxyBeanMethods = false)
class PollsAreNoRequests {

	@Bean
	ObservationPredicate ignoreSocketIO() {
		return (name, context) -> !(context instanceof ServerRequestObservationContext exchange
				&& isSocketIO(exchange.getCarrier()));
	}

	private static boolean isSocketIO(@Nullable ServerHttpRequest request) {
		return request != null && request.getPath().value().startsWith("/socket.io/");
	}

}
// end::predicate[]
