package dev.socketio.adapter.cluster;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterMessageCodec}.
 */
class ClusterMessageCodecTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final ClusterMessageCodec codec = new ClusterMessageCodec(MAPPER);

	private static JsonNode tree(String json) {
		return MAPPER.readTree(json.replace('\'', '"'));
	}

	private BroadcastOptions options(String json) {
		return TargetCodec.read(tree(json));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'rooms':[],'except':[]}", "{'rooms':null}" })
	void allSocketsAreAddressedWithoutRooms(String json) {
		assertThat(options(json).rooms()).isEmpty();
		assertThat(options(json).except()).isEmpty();
	}

	/** Node.js sends what an application takes for a room. */
	@Test
	void roomsWithoutANameAreLeftOut() {
		BroadcastOptions options = options("{'rooms':['a',null,1,true,{},[]],'except':[null,'b',false]}");
		assertThat(options.rooms()).containsExactly("a", "1");
		assertThat(options.except()).containsExactly("b");
		assertThat(TargetCodec.readRooms(tree("[1,null,'r1',{}]"))).containsExactly("1", "r1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'rooms':[null]}", "{'rooms':[true,{}],'except':[]}" })
	void emptyRoomsDoNotAddressAllSockets(String json) {
		assertThat(options(json).rooms()).isNotEmpty().noneMatch((room) -> room.chars().allMatch((c) -> c < 0xD800));
		assertThat(TargetCodec.readTargetRooms(tree(json).path("rooms"))).isEqualTo(options(json).rooms());
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "1", "'x'", "[]", "{'rooms':'a'}", "{'except':1}" })
	void otherOptionsAreRefused(String json) {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> options(json));
	}

	@ParameterizedTest
	@CsvSource({ "'[\"news\",1]', news", "'[42,\"n\"]', 42", "'[1.5]', 1.5" })
	void eventsMayBeNumbers(String data, String event) {
		Packet packet = this.codec.readPacket(tree("{'type':2,'data':" + data + "}"), "/");
		assertThat(packet.event()).isEqualTo(event);
		assertThat(MAPPER.writeValueAsString(packet.data())).isEqualTo(data);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[null]", "[true]", "[{}]", "{}" })
	void eventsWithoutANameAreRefused(String data) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> this.codec.readPacket(tree("{'type':2,'data':" + data + "}"), "/"));
	}

}
