package dev.socketio.autoconfigure;

import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.codec.JsonPacketCodec;
import dev.socketio.protocol.codec.MsgpackPacketCodec;
import dev.socketio.server.SocketIOServer;
import org.msgpack.core.MessagePack;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Provides the codec that {@code socketio.parser} asks for.
 */
@Configuration(proxyBeanMethods = false)
class PacketCodecConfiguration {

	private static JsonMapper mapper(ObjectProvider<JsonMapper> mapper) {
		return mapper.getIfAvailable(() -> JsonMapper.builder().build());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "socketio.parser", havingValue = "json", matchIfMissing = true)
	static class Json {

		@Bean
		@ConditionalOnMissingBean({ PacketCodec.class, SocketIOServer.class })
		PacketCodec socketIOPacketCodec(ObjectProvider<JsonMapper> mapper) {
			return new JsonPacketCodec(mapper(mapper));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "socketio.parser", havingValue = "msgpack")
	@ConditionalOnClass(MessagePack.class)
	static class Msgpack {

		@Bean
		@ConditionalOnMissingBean({ PacketCodec.class, SocketIOServer.class })
		PacketCodec socketIOPacketCodec(ObjectProvider<JsonMapper> mapper) {
			return new MsgpackPacketCodec(mapper(mapper));
		}

	}

}
