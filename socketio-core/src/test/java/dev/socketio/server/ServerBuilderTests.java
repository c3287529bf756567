package dev.socketio.server;

import java.time.Duration;
import java.util.stream.Stream;

import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.RoomLimits;
import dev.socketio.engine.EngineOptions;
import dev.socketio.internal.Durations;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Defaults, and what the builder takes.
 */
class ServerBuilderTests {

	private static ServerOptions options(SocketIOServerBuilder builder) {
		return ((DefaultSocketIOServer) builder.build()).context().options();
	}

	@Test
	void defaults() {
		assertThat(options(SocketIOServer.builder()))
			.isEqualTo(new ServerOptions(Duration.ofSeconds(45), Duration.ofSeconds(30), DecoderLimits.DEFAULT, 1000,
					10_000, 16 * 1024 * 1024, 10_000, 100, RoomLimits.DEFAULT, Duration.ofSeconds(30), false, null));
		DefaultSocketIOServer server = (DefaultSocketIOServer) SocketIOServer.builder().build();
		assertThat(server.adapter()).isExactlyInstanceOf(InMemoryAdapter.class);
		assertThat(server.codec()).isInstanceOf(JsonPacketCodec.class);
		assertThat(server.engine().options()).isSameAs(EngineOptions.DEFAULT);
		assertThat(server.recoveryBudget()).isNull();
	}

	@Test
	void everythingCanBeChosen() {
		EngineOptions engineOptions = EngineOptions.builder().build();
		PacketCodec codec = new JsonPacketCodec(JsonMapper.shared());
		DecoderLimits limits = DecoderLimits.builder().maxArguments(2).build();
		RoomLimits rooms = new RoomLimits(5, 6);
		DefaultSocketIOServer server = (DefaultSocketIOServer) SocketIOServer.builder()
			.engine(engineOptions)
			.codec(codec)
			.connectTimeout(Duration.ofSeconds(1))
			.ackTimeout(Duration.ofSeconds(3))
			.decoderLimits(limits)
			.maxNamespacesPerConnection(1)
			.maxPendingAcks(2)
			.maxAckBytes(3)
			.maxDynamicNamespaces(4)
			.maxDynamicNamespacesPerConnection(5)
			.roomLimits(rooms)
			.packetTimeout(Duration.ofSeconds(2))
			.cleanupEmptyChildNamespaces(true)
			.recovery(RecoveryOptions.DEFAULT)
			.build();
		assertThat(server.engine().options()).isSameAs(engineOptions);
		assertThat(server.codec()).isSameAs(codec);
		assertThat(server.recovery()).isSameAs(RecoveryOptions.DEFAULT);
		assertThat(server.recoveryBudget()).isNotNull();
		assertThat(server.context().options()).isEqualTo(new ServerOptions(Duration.ofSeconds(1), Duration.ofSeconds(3),
				limits, 1, 2, 3, 4, 5, rooms, Duration.ofSeconds(2), true, RecoveryOptions.DEFAULT));
	}

	static Stream<Runnable> mistakes() {
		return Stream.of(() -> SocketIOServer.builder().connectTimeout(Duration.ZERO),
				() -> SocketIOServer.builder().connectTimeout(Durations.MAX.plusSeconds(1)),
				() -> SocketIOServer.builder().ackTimeout(Duration.ZERO),
				() -> SocketIOServer.builder().packetTimeout(Duration.ofSeconds(-1)),
				() -> SocketIOServer.builder().packetTimeout(Durations.MAX.plusSeconds(1)),
				() -> SocketIOServer.builder().maxNamespacesPerConnection(0),
				() -> SocketIOServer.builder().maxPendingAcks(0), () -> SocketIOServer.builder().maxAckBytes(0),
				() -> SocketIOServer.builder().maxDynamicNamespaces(0),
				() -> SocketIOServer.builder().maxDynamicNamespacesPerConnection(-1));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void numbersArePositive(Runnable mistake) {
		assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageMatching(".* must be .*, but is .*");
	}

}
