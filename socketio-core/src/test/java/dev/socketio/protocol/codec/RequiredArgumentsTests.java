package dev.socketio.protocol.codec;

import java.util.List;
import java.util.stream.Stream;

import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import dev.socketio.protocol.ReservedEvents;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Arguments that must not be {@code null} are refused with their name.
 */
class RequiredArgumentsTests {

	static Stream<Arguments> calls() {
		return Stream.of(call("event", () -> ReservedEvents.check(null)),
				call("event", () -> ReservedEvents.contains(null)), call("event", () -> Packet.event("/", null, 1)),
				call("namespace", () -> Packet.event(null, "e")),
				call("args", () -> Packet.event("/", "e", (Object[]) null)),
				call("namespace", () -> Packet.ack(null, 1)), call("args", () -> Packet.ack("/", 1, (Object[]) null)),
				call("type", () -> Packet.control(null, "/", null)),
				call("namespace", () -> Packet.control(PacketType.CONNECT, null, null)),
				call("data", () -> new Packet(PacketType.EVENT, "/", 1, null)),
				call("namespace", () -> Packet.event("/", "e").withNamespace(null)),
				call("mapper", () -> new JsonPacketCodec(null)), call("mapper", () -> new MsgpackPacketCodec(null)),
				call("packet", () -> Packets.CODEC.encode(null)),
				call("packet", () -> MsgpackPackets.CODEC.encode(null)),
				call("limits", () -> Packets.CODEC.decoder(null)),
				call("limits", () -> MsgpackPackets.CODEC.decoder(null)),
				call("values", () -> Packets.CODEC.arguments(null)),
				call("values", () -> MsgpackPackets.CODEC.arguments(null)),
				call("type", () -> Packets.CODEC.arguments(List.of(1)).get(0, (Class<?>) null)));
	}

	private static Arguments call(String name, ThrowingCallable call) {
		return arguments(name, call);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void refusesNull(String name, ThrowingCallable call) {
		assertThatIllegalArgumentException().isThrownBy(call).withMessage(name + " must not be null");
	}

}
