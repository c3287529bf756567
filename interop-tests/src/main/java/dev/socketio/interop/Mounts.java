package dev.socketio.interop;

import java.time.Duration;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.protocol.codec.MsgpackPacketCodec;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoints beside the auto-configured one. They keep to the in-memory adapter.
 */
@Configuration(proxyBeanMethods = false)
class Mounts {

	@Bean
	SocketIOHandlerMapping engineMapping() {
		return new Mount("/engine.io/").heartbeat(300, 200).anyOrigin().engine(Behaviours::echoMessages);
	}

	@Bean
	SocketIOHandlerMapping legacyEngineMapping() {
		return new Mount("/engine.io-v3/").heartbeat(300, 200).allowEio3().anyOrigin().engine(Behaviours::echoMessages);
	}

	@Bean
	SocketIOHandlerMapping patientEngineMapping() {
		return new Mount("/engine.io-p/").heartbeat(300, 4000).allowEio3().anyOrigin().engine(Behaviours::echoMessages);
	}

	@Bean
	SocketIOHandlerMapping quietEngineMapping() {
		return new Mount("/engine.io-l/").allowEio3().anyOrigin().engine(Behaviours::echoMessages);
	}

	@Bean
	SocketIOHandlerMapping legacySocketMapping(JsonMapper mapper) {
		return new Mount("/socket.io-v3/").heartbeat(1000, 1000)
			.connectTimeout(1000)
			.allowEio3()
			.anyOrigin()
			.socketIO(mapper, Mounts::legacyBehaviour);
	}

	@Bean
	SocketIOHandlerMapping quietLegacySocketMapping(JsonMapper mapper) {
		return new Mount("/socket.io-v3l/").allowEio3().anyOrigin().socketIO(mapper, Mounts::legacyBehaviour);
	}

	@Bean
	SocketIOHandlerMapping socketMapping(JsonMapper mapper) {
		return new Mount("/socket.io/").heartbeat(300, 200)
			.connectTimeout(1000)
			.anyOrigin()
			.socketIO(mapper, Behaviours::echoEvents);
	}

	@Bean
	SocketIOHandlerMapping patientSocketMapping(JsonMapper mapper) {
		return new Mount("/socket.io-p/").heartbeat(300, 4000)
			.connectTimeout(3000)
			.anyOrigin()
			.socketIO(mapper, Behaviours::echoEvents);
	}

	@Bean
	SocketIOHandlerMapping loadMapping(JsonMapper mapper) {
		return new Mount("/socket.io-l/").socketIO(mapper, Behaviours::echoEvents);
	}

	@Bean
	SocketIOHandlerMapping recoveryMapping(JsonMapper mapper) {
		return new Mount("/socket.io-r/").heartbeat(1500, 1000)
			.recovery(new RecoveryOptions(Duration.ofSeconds(3), true, 10_000, 10_000))
			.socketIO(mapper, RecoveryCommands::install);
	}

	@Bean
	SocketIOHandlerMapping patientRecoveryMapping(JsonMapper mapper) {
		return new Mount("/socket.io-rp/").heartbeat(1500, 5000)
			.recovery(new RecoveryOptions(Duration.ofSeconds(5), true, 10_000, 10_000))
			.socketIO(mapper, RecoveryCommands::install);
	}

	@Bean
	SocketIOHandlerMapping compressedMapping() {
		return new Mount("/engine.io-z/").heartbeat(5000, 5000)
			.maxHttpBufferSize(100_000)
			.withoutUpgrades()
			.perMessageDeflate(1024)
			.engine(Behaviours::echoMessages);
	}

	@Bean
	SocketIOHandlerMapping messagePackMapping(JsonMapper mapper) {
		return new Mount("/socket.io-m/").heartbeat(1000, 1000)
			.connectTimeout(1000)
			.socketIO(new MsgpackPacketCodec(mapper), Behaviours::echoEvents);
	}

	@Bean
	SocketIOHandlerMapping quietMessagePackMapping(JsonMapper mapper) {
		return new Mount("/socket.io-ml/").socketIO(new MsgpackPacketCodec(mapper), Behaviours::echoEvents);
	}

	private static void legacyBehaviour(SocketIOServer io) {
		Behaviours.echoEvents(io);
		Behaviours.denyAll(io.of("/denied"));
	}

}
