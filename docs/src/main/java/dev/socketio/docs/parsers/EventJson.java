package dev.socketio.docs.parsers;

import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.codec.JsonPacketCodec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// tag::codec[]
@Configuration(proxyBeanMethods = false)
class EventJson {

	@Bean
	PacketCodec packetCodec(JsonMapper mapper) {
		return new JsonPacketCodec(
				mapper.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build());
	}

}
// end::codec[]
