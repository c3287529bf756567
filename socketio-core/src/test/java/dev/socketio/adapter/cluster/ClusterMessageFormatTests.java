package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.adapter.cluster.ClusterMessage.AdapterClose;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastClientCount;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSocketsResponse;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contents of messages, as the cluster-aware adapters of Node.js write them.
 */
class ClusterMessageFormatTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final String OPTIONS = "\"opts\":{\"rooms\":[\"r1\",\"r2\"],\"except\":[\"r3\"],\"flags\":{}}";

	private static final String ALL_SOCKETS = "\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}";

	private final ClusterMessageCodec codec = new ClusterMessageCodec(MAPPER);

	private @Nullable ClusterMessage read(int type, String json) {
		return this.codec.read(type, MAPPER.readTree(json), "/nsp");
	}

	private <T extends ClusterMessage> T read(int type, String json, Class<T> messageType) {
		ClusterMessage message = read(type, json);
		assertThat(message).isInstanceOf(messageType);
		return messageType.cast(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			3  | {"packet":{"type":2,"data":["hello","world"]},#E}
			3  | {"packet":{"type":2,"data":["hello"]},"requestId":"abc",#O}
			3  | {"packet":{"type":2,"data":["e"],"id":0},#E}
			3  | {"packet":{"type":2,"data":["e"],"id":12},#E}
			4  | {#O,"rooms":["a","b"]}
			5  | {#O,"rooms":["a","b"]}
			6  | {#O,"close":true}
			6  | {#E,"close":false}
			7  | {#O,"requestId":"abc"}
			8  | {"requestId":"abc","sockets":[]}
			8  | {"requestId":"abc","sockets":[{"id":"s","handshake":{"url":"/"},"rooms":["s"],"data":{"a":null}}]}
			9  | {"packet":["e",1,null]}
			9  | {"requestId":"abc","packet":["e"]}
			10 | {"requestId":"abc","packet":1}
			10 | {"requestId":"abc","packet":null}
			10 | {"requestId":"abc"}
			11 | {"requestId":"abc","clientCount":0}
			11 | {"requestId":"abc","clientCount":2147483647}
			12 | {"requestId":"abc","packet":"yes"}
			12 | {"requestId":"abc"}
			""")
	void whatIsReadIsWrittenAgain(int type, String content) {
		String json = content.replace("#O", OPTIONS).replace("#E", ALL_SOCKETS);
		ClusterMessage message = read(type, json, ClusterMessage.class);
		assertThat(message.type()).isEqualTo(type);
		assertThat(this.codec.write(message)).hasToString(json);
	}

	@Test
	void messagesWithoutAContent() {
		for (ClusterMessage message : List.of(new InitialHeartbeat(), new Heartbeat(), new AdapterClose())) {
			assertThat(this.codec.write(message)).isNull();
			assertThat(this.codec.read(message.type(), MAPPER.missingNode(), "/")).isEqualTo(message);
		}
		assertThat(List.of(new InitialHeartbeat(), new Heartbeat(), new AdapterClose()))
			.extracting(ClusterMessage::type)
			.containsExactly(1, 2, 13);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 14 })
	void unknownTypesAreNoMessage(int type) {
		assertThat(read(type, "{}")).isNull();
	}

	@Test
	void partsOfABroadcast() {
		Broadcast broadcast = read(3, "{\"packet\":{\"type\":2,\"nsp\":\"/other\",\"data\":[\"e\",1],\"id\":7},"
				+ "\"requestId\":\"abc\"," + OPTIONS + "}", Broadcast.class);
		assertThat(broadcast.requestId()).isEqualTo("abc");
		assertThat(broadcast.options().rooms()).containsExactly("r1", "r2");
		assertThat(broadcast.options().except()).containsExactly("r3");
		assertThat(broadcast.options().flags()).isEqualTo(BroadcastFlags.NONE);
		assertThat(broadcast.packet().namespace()).isEqualTo("/nsp");
		assertThat(broadcast.packet().ackId()).isEqualTo(7);
	}

	/** Ids of acknowledgements are numbers, and 0 is one. */
	@ParameterizedTest
	@CsvSource({ "0, 0", "5, 5", "'\"5\"', -1", "1.5, -1", "null, -1" })
	void idsOfPackets(String id, long expected) {
		Packet packet = this.codec.readPacket(MAPPER.readTree("{\"type\":2,\"data\":[\"e\"],\"id\":" + id + "}"), "/");
		assertThat(packet.hasAckId()).isEqualTo(expected >= 0);
		assertThat(packet.hasAckId() ? packet.ackId() : -1).isEqualTo(expected);
	}

	/** A key without a value asks for answers all the same. */
	@Test
	void anIdMayBeNull() {
		assertThat(read(9, "{\"packet\":[\"e\"],\"requestId\":null}", ServerSideEmit.class).requestId())
			.isEqualTo("null");
		assertThat(read(9, "{\"packet\":[\"e\"]}", ServerSideEmit.class).requestId()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{}                                       | false | false | -        | -   | {}
					{"volatile":true}                        | true  | false | -        | -   | {"volatile":true}
					{"volatile":false,"compress":false}      | false | false | false    | -   | {"compress":false}
					{"compress":true}                        | false | false | true     | -   | {"compress":true}
					{"compress":"yes"}                       | false | false | -        | -   | {}
					{"timeout":1}                            | false | false | -        | 1   | {"timeout":1}
					{"timeout":0}                            | false | false | -        | -   | {}
					{"timeout":-5}                           | false | false | -        | -   | {}
					{"timeout":300,"expectSingleResponse":true}| false | true | - | 300 | {"expectSingleResponse":true,"timeout":300}
					""")
	void flagsThatAreSetHaveAKey(String json, boolean isVolatile, boolean single, String compress, String timeout,
			String written) {
		BroadcastFlags flags = TargetCodec.read(MAPPER.readTree("{\"rooms\":[],\"except\":[],\"flags\":" + json + "}"))
			.flags();
		assertThat(flags.isVolatile()).isEqualTo(isVolatile);
		assertThat(flags.expectSingleResponse()).isEqualTo(single);
		assertThat(flags.local()).isFalse();
		assertThat(flags.compress()).isEqualTo("-".equals(compress) ? null : Boolean.valueOf(compress));
		assertThat(flags.timeout()).isEqualTo("-".equals(timeout) ? null : Duration.ofMillis(Long.parseLong(timeout)));
		assertThat(TargetCodec.writeFlags(flags)).hasToString(written);
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", "1, true", "0, false", "null, false" })
	void connectionsAreClosedForWhatIsTrue(String close, boolean expected) {
		DisconnectSockets message = read(6, "{" + ALL_SOCKETS + ",\"close\":" + close + "}", DisconnectSockets.class);
		assertThat(message.close()).isEqualTo(expected);
	}

	@Test
	void socketsNeedAnIdOnly() {
		FetchSocketsResponse response = read(8,
				"{\"requestId\":\"abc\",\"sockets\":[{\"id\":\"a\"},{\"id\":\"b\",\"rooms\":{},\"data\":{\"k\":[1]}},"
						+ "{\"id\":\"c\",\"rooms\":[\"c\",7],\"handshake\":{\"secure\":true}}]}",
				FetchSocketsResponse.class);
		assertThat(response.sockets()).extracting(SocketDescription::id).containsExactly("a", "b", "c");
		assertThat(response.sockets()).extracting(SocketDescription::rooms)
			.containsExactly(Set.of(), Set.of(), Set.of("c", "7"));
		assertThat(response.sockets().get(0).handshake()).isEmpty();
		assertThat(response.sockets().get(1).data()).asInstanceOf(InstanceOfAssertFactories.MAP).containsOnlyKeys("k");
		assertThat(response.sockets().get(2).handshake()).isEqualTo(Map.of("secure", true));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			3  | {#E}
			3  | {"packet":{"type":3,"data":["e"]},#E}
			3  | {"packet":{"data":["e"]},#E}
			3  | {"packet":{"type":2,"data":["e"]}}
			4  | {#E}
			4  | {"rooms":["a"]}
			5  | {#E,"rooms":"a"}
			6  | {"close":true}
			7  | {#E}
			7  | {#E,"requestId":5}
			7  | {#E,"requestId":null}
			8  | {"requestId":"abc"}
			8  | {"sockets":[]}
			8  | {"requestId":"abc","sockets":[{"id":1}]}
			8  | {"requestId":"abc","sockets":[{"id":"a"},{}]}
			9  | {}
			9  | {"packet":[]}
			9  | {"packet":[1]}
			9  | {"packet":{"0":"e"}}
			10 | {"packet":1}
			11 | {"requestId":"abc"}
			11 | {"clientCount":1}
			11 | {"requestId":"abc","clientCount":-1}
			11 | {"requestId":"abc","clientCount":1.5}
			11 | {"requestId":"abc","clientCount":2147483648}
			11 | {"requestId":"abc","clientCount":"1"}
			12 | {"packet":1}
			""")
	void whatLacksSomethingIsRefused(int type, String content) {
		String json = content.replace("#E", ALL_SOCKETS);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> read(type, json));
	}

	/** They come from servers of Socket.IO 2. */
	@Test
	void binaryEventsAreEvents() {
		JsonNode tree = MAPPER.readTree("{\"type\":5,\"data\":[\"e\"]}");
		assertThat(this.codec.packet(this.codec.readPacket(tree, "/"))).hasToString("{\"type\":2,\"data\":[\"e\"]}");
	}

	@Test
	void aCountIsThatOfTheMessage() {
		assertThat(read(11, "{\"requestId\":\"abc\",\"clientCount\":3}", BroadcastClientCount.class))
			.isEqualTo(new BroadcastClientCount("abc", 3));
	}

}
