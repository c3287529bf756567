package dev.socketio.docs.endpoints;

import java.time.Duration;

import dev.socketio.engine.EngineOptions;
import dev.socketio.protocol.codec.JsonPacketCodec;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOWebHandler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

// tag::server[]
@Component
class DeviceServer implements SmartLifecycle {

	private final SocketIOServer io;

	private final SocketIOWebHandler handler;

	private volatile boolean running;

	DeviceServer(JsonMapper mapper) {
		EngineOptions options = EngineOptions.builder().maxHttpBufferSize(10_000).build();
		this.io = SocketIOServer.builder().engine(options).codec(new JsonPacketCodec(mapper)).build();
		this.io.on("measure", (socket, event, args, ack) -> ack.send("noted"));
		this.handler = new SocketIOWebHandler(this.io.endpoint());
	}

	SocketIOWebHandler handler() {
		return this.handler;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.io.close().then(this.handler.close(Duration.ofSeconds(1))).block(Duration.ofSeconds(5)); // <1>
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
// end::server[]
