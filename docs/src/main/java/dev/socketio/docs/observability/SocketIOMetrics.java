package dev.socketio.docs.observability;

import dev.socketio.server.SocketIOServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

// tag::metrics[]
@Component
class SocketIOMetrics implements MeterBinder {

	private final SocketIOServer io;

	SocketIOMetrics(SocketIOServer io) {
		this.io = io;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("chat.connections", this.io.engine(), (engine) -> engine.clientsCount()).register(registry);
		FunctionCounter.builder("chat.slow.clients", this.io.engine(), (engine) -> engine.overflowCount())
			.register(registry);
		Gauge.builder("chat.sockets", this.io, (io) -> io.sockets().size()).tag("namespace", "/").register(registry);
	}

}
// end::metrics[]
