package dev.socketio.autoconfigure.actuate;

import java.util.Locale;

import dev.socketio.engine.Engine;
import dev.socketio.engine.EngineError;
import dev.socketio.engine.TransportType;
import dev.socketio.server.SocketIOServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Metrics of a server. No tag has a value that clients can choose.
 */
class SocketIOMetrics implements MeterBinder {

	private final SocketIOServer server;

	SocketIOMetrics(SocketIOServer server) {
		this.server = server;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Engine engine = this.server.engine();
		for (TransportType transport : engine.options().transports()) {
			Gauge.builder("socketio.connections", engine, (source) -> source.clientsCount(transport))
				.tag("transport", transport.wireName())
				.description("Open connections")
				.register(registry);
		}
		Gauge.builder("socketio.sockets", this.server, SocketIOMetrics::sockets)
			.description("Sockets, each a connection in a namespace")
			.register(registry);
		Gauge.builder("socketio.namespaces", this.server, (source) -> source.namespaces().size())
			.description("Namespaces that exist")
			.register(registry);
		FunctionCounter.builder("socketio.connections.overflowed", engine, Engine::overflowCount)
			.description("Clients that were disconnected because they did not read their messages")
			.register(registry);
		FunctionCounter.builder("socketio.connections.shed", engine, Engine::shedCount)
			.description("Clients that were disconnected because the pending input of all clients exceeded its limit")
			.register(registry);
		Gauge.builder("socketio.bytes.buffered", engine, Engine::bufferedBytes)
			.baseUnit(BaseUnits.BYTES)
			.description("Bytes that are buffered for slow clients")
			.register(registry);
		Gauge.builder("socketio.bytes.pending", engine, Engine::pendingBytes)
			.baseUnit(BaseUnits.BYTES)
			.description("Bytes of events that wait for the application, and of messages that are not complete")
			.register(registry);
		for (EngineError error : EngineError.values()) {
			FunctionCounter.builder("socketio.requests.refused", engine, (source) -> source.refusalCount(error))
				.tag("reason", error.name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.description("Requests that were refused with an error of the protocol")
				.register(registry);
		}
	}

	private static long sockets(SocketIOServer server) {
		return server.namespaces().stream().mapToLong((namespace) -> namespace.sockets().size()).sum();
	}

}
