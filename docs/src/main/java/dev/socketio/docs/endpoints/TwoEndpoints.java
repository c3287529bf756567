package dev.socketio.docs.endpoints;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineServer;
import dev.socketio.protocol.JsonPacketCodec;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOHandlerMapping;
import dev.socketio.web.webflux.SocketIOWebHandler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;

// tag::configuration[]
@Configuration(proxyBeanMethods = false)
class TwoEndpoints {

	@Bean
	SocketIOHandlerMapping deviceEndpoint(JsonMapper mapper) {
		EngineServer engine = new EngineServer(EngineOptions.builder().maxHttpBufferSize(10_000).build());
		SocketIOServer devices = SocketIOServer.builder().engine(engine).codec(new JsonPacketCodec(mapper)).build();
		devices.on("measure", (socket, event, args, ack) -> ack.send("noted"));
		return new SocketIOHandlerMapping("/devices/", new SocketIOWebHandler(engine), new CorsConfiguration()); // <1>
	}

}
// end::configuration[]
