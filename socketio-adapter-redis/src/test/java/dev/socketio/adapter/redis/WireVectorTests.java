package dev.socketio.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.Session;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import dev.socketio.adapter.cluster.SessionCodec;
import dev.socketio.adapter.cluster.SocketDescriptionCodec;
import dev.socketio.adapter.cluster.TargetCodec;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import dev.socketio.protocol.codec.ValueCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Node.js has written is understood, and written again to the same bytes, on the
 * same channel.
 */
class WireVectorTests {

	private static final String[] CLASSIC = { "redis-classic.json", "redis-classic-specific-response.json",
			"redis-classic-legacy-7.2.json" };

	private static final String[] SHARDED = { "redis-sharded-dynamic.json", "redis-sharded-static.json",
			"redis-sharded-dynamic-private.json" };

	private static final String[] STREAMS = { "redis-streams.json", "redis-streams-multi.json",
			"redis-streams-sharded-pubsub.json", "redis-streams-plaintext.json", "redis-streams-legacy-0.2.json",
			"csr-streams.json" };

	/**
	 * Calls of which a message has something that cannot be the same in Java, with the
	 * reason. They are compared as values.
	 */
	private static final Map<String, String> OTHER_BYTES = otherBytes();

	private final ClusterMessageCodec codec = new ClusterMessageCodec(JsonMapper.shared());

	private final PubSubMessages pubSub = new PubSubMessages(JsonMapper.shared());

	private static Map<String, String> otherBytes() {
		Map<String, String> reasons = new LinkedHashMap<>();
		String numericRoom = "the name of a room is a string, not a number";
		reasons.put("broadcast-numeric-room", numericRoom);
		reasons.put("fetch-all", numericRoom);
		reasons.put("fetch-room-except", numericRoom);
		reasons.put("fetch-timeout-flag", numericRoom);
		reasons.put("fetch-sid-data", numericRoom);
		reasons.put("all-rooms", numericRoom);
		reasons.put("remote-socket-disconnect", numericRoom);
		reasons.put("types-doubles", "numbers have another text, and Node.js damages those beyond 64 bits");
		reasons.put("types-dates", "dates are strings, as clients get them");
		reasons.put("sse-date-undefined", "dates are strings, as clients get them");
		reasons.put("types-undefined", "there is no such value");
		reasons.put("broadcast-binary-views", "there are no views of buffers");
		return reasons;
	}

	static Stream<Vectors.Message> classic() {
		return Vectors.complete(CLASSIC);
	}

	static Stream<Vectors.Message> sharded() {
		return Vectors.complete(SHARDED);
	}

	static Stream<Vectors.Message> streams() {
		return Vectors.complete(STREAMS).filter((message) -> message.command().equals("XADD"));
	}

	static Stream<Vectors.Message> streamsChannels() {
		return Vectors.complete(STREAMS).filter((message) -> message.command().endsWith("PUBLISH"));
	}

	static Stream<Vectors.Message> sessions() {
		return Vectors.messages("csr-streams.json").filter((message) -> message.command().equals("SET"));
	}

	@Test
	void readsAllVectors() {
		assertThat(classic().count()).isGreaterThan(150);
		assertThat(sharded().count()).isGreaterThan(200);
		assertThat(streams().count()).isGreaterThan(100);
		assertThat(streamsChannels().count()).isGreaterThan(100);
		assertThat(sessions().count()).isEqualTo(2);
	}

	private static void compare(Vectors.Message message, byte[] written, byte[] original) {
		if (OTHER_BYTES.containsKey(message.id())) {
			assertThat(values(written)).isEqualTo(values(original));
		}
		else {
			assertThat(printable(written)).isEqualTo(printable(original));
		}
	}

	/** As values, whatever the type of the name of a room. */
	private static String values(byte[] payload) {
		JsonNode tree = EnvelopeFormat.isJson(payload) ? JsonTreeCodec.read(payload) : MsgpackTreeCodec.read(payload);
		return tree.toString().replace("\"123\"", "123").replace("1.0E21", "1.0E+21");
	}

	private static String printable(byte[] bytes) {
		return EnvelopeFormat.isJson(bytes) ? new String(bytes, StandardCharsets.UTF_8)
				: HexFormat.of().formatHex(bytes);
	}

	@ParameterizedTest
	@MethodSource("classic")
	void messagesOfTheClassicAdapter(Vectors.Message message) {
		compare(message, classic(message), message.payload());
	}

	private byte[] classic(Vectors.Message message) {
		String channel = message.channel();
		String namespace = channel.replaceFirst("^[^#]*#(/[^#]*)#.*$", "$1");
		PubSubChannels channels = PubSubChannels.of("socket.io", namespace);
		if (channel.startsWith(channels.broadcast())) {
			JsonNode tree = MsgpackTreeCodec.read(message.payload());
			Packet packet = this.codec.readPacket(tree.path(1), namespace);
			BroadcastOptions options = TargetCodec.read(tree.path(2));
			assertThat(channels.broadcast(options)).isEqualTo(channel);
			String uid = tree.path(0).stringValue();
			return this.pubSub.broadcast(uid, packet, options);
		}
		JsonNode tree = WireFormat.readMap(message.payload());
		if (channel.equals(channels.request())) {
			return request(tree, namespace);
		}
		assertThat(channel).startsWith(channels.response());
		return response(tree);
	}

	private byte[] request(JsonNode tree, String namespace) {
		String uid = optional(tree.path("uid"));
		String id = optional(tree.path("requestId"));
		BroadcastOptions options = tree.has("opts") ? TargetCodec.read(tree.path("opts")) : BroadcastOptions.ALL;
		int type = tree.path("type").intValue();
		return switch (type) {
			case PubSubMessages.ALL_ROOMS -> this.pubSub.allRoomsRequest(required(uid), required(id));
			case PubSubMessages.REMOTE_JOIN, PubSubMessages.REMOTE_LEAVE ->
				this.pubSub.joinOrLeave(uid, type, options, TargetCodec.readRooms(tree.path("rooms")));
			case PubSubMessages.REMOTE_DISCONNECT ->
				this.pubSub.disconnect(uid, options, tree.path("close").booleanValue());
			case PubSubMessages.REMOTE_FETCH -> this.pubSub.fetchRequest(required(uid), required(id), options);
			case PubSubMessages.SERVER_SIDE_EMIT ->
				this.pubSub.serverSideEmit(required(uid), id, this.codec.readEvent(tree.path("data")));
			case PubSubMessages.BROADCAST -> this.pubSub.broadcastRequest(required(uid), required(id),
					this.codec.readPacket(tree.path("packet"), namespace), options);
			default -> throw new AssertionError("request of type " + type);
		};
	}

	private byte[] response(JsonNode tree) {
		String id = tree.path("requestId").stringValue();
		if (tree.has("sockets")) {
			return this.pubSub.sockets(id, SocketDescriptionCodec.read(tree.path("sockets")));
		}
		if (tree.has("rooms")) {
			return this.pubSub.rooms(id, TargetCodec.readRooms(tree.path("rooms")));
		}
		return switch (tree.path("type").intValue()) {
			case PubSubMessages.SERVER_SIDE_EMIT ->
				this.pubSub.serverSideAnswer(id, ClusterMessageCodec.readAnswer(tree.path("data")));
			case PubSubMessages.BROADCAST_CLIENT_COUNT ->
				this.pubSub.clientCount(id, tree.path("clientCount").intValue());
			case PubSubMessages.BROADCAST_ACK ->
				this.pubSub.ack(id, ClusterMessageCodec.readAnswer(tree.path("packet")));
			default -> throw new AssertionError("response " + tree);
		};
	}

	private static @Nullable String optional(JsonNode node) {
		return node.isMissingNode() ? null : node.stringValue();
	}

	private static String required(@Nullable String text) {
		return Objects.requireNonNull(text);
	}

	@ParameterizedTest
	@MethodSource("sharded")
	void messagesOfTheShardedAdapter(Vectors.Message message) {
		compare(message, sharded(message), message.payload());
	}

	private byte[] sharded(Vectors.Message message) {
		return EnvelopeFormat.write(writeAgain(EnvelopeFormat.read(message.payload())));
	}

	private Envelope writeAgain(Envelope envelope) {
		String namespace = Objects.requireNonNull(envelope.namespace());
		ClusterMessage read = Objects.requireNonNull(this.codec.message(envelope, namespace));
		assertThat(read.type()).isEqualTo(envelope.type());
		return this.codec.envelope(envelope.sender(), namespace, read);
	}

	@ParameterizedTest
	@MethodSource("streamsChannels")
	void messagesOfTheStreamsAdapter(Vectors.Message message) {
		compare(message, channel(message), message.payload());
	}

	private byte[] channel(Vectors.Message message) {
		return EnvelopeFormat.writeMessagePack(writeAgain(EnvelopeFormat.readMessagePack(message.payload())));
	}

	@ParameterizedTest
	@MethodSource("streams")
	void entriesOfTheStreamsAdapter(Vectors.Message message) {
		compareEntries(message, entry(message));
		StreamsOptions options = message.file().contains("multi") ? withStreamCount(3) : StreamsOptions.DEFAULT;
		assertThat(options.streamOf(text(message.fields(), "nsp"))).isEqualTo(message.channel());
	}

	private static StreamsOptions withStreamCount(int count) {
		return StreamsOptions.builder().streamCount(count).build();
	}

	private Map<String, byte[]> entry(Vectors.Message message) {
		StreamEntries entries = new StreamEntries(this.codec, message.file().contains("plaintext"));
		ClusterMessage read = Objects.requireNonNull(entries.read(message.fields()));
		return entries.write(this.codec.envelope(text(message.fields(), "uid"), text(message.fields(), "nsp"), read));
	}

	private static String text(Map<String, byte[]> fields, String name) {
		return Objects.requireNonNull(StreamEntries.text(fields, name));
	}

	private static void compareEntries(Vectors.Message message, Map<String, byte[]> written) {
		Map<String, byte[]> original = message.fields();
		assertThat(List.copyOf(written.keySet())).isEqualTo(List.copyOf(original.keySet()));
		if (OTHER_BYTES.containsKey(message.id())) {
			assertThat(values(content(written))).isEqualTo(values(content(original)));
		}
		else {
			assertThat(texts(written)).isEqualTo(texts(original));
		}
	}

	private static byte[] content(Map<String, byte[]> fields) {
		byte[] content = Objects.requireNonNull(fields.get(StreamEntries.DATA));
		return EnvelopeFormat.isJson(content) ? content : Base64.getDecoder().decode(content);
	}

	private static Map<String, String> texts(Map<String, byte[]> fields) {
		Map<String, String> texts = new LinkedHashMap<>();
		fields.forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.UTF_8)));
		return texts;
	}

	/** Each entry of the list has a reason. */
	@Test
	void writesOtherBytesOnlyWhereListed() {
		Set<String> different = new TreeSet<>();
		classic().filter((message) -> !printable(classic(message)).equals(printable(message.payload())))
			.forEach((message) -> different.add(message.id()));
		sharded().filter((message) -> !printable(sharded(message)).equals(printable(message.payload())))
			.forEach((message) -> different.add(message.id()));
		streamsChannels().filter((message) -> !printable(channel(message)).equals(printable(message.payload())))
			.forEach((message) -> different.add(message.id()));
		streams().filter((message) -> !texts(entry(message)).equals(texts(message.fields())))
			.forEach((message) -> different.add(message.id()));
		assertThat(different).containsExactlyInAnyOrderElementsOf(OTHER_BYTES.keySet());
	}

	/** Long ones are not in the files, but can be made again. */
	@Test
	void longMessages() throws NoSuchAlgorithmException {
		int count = 0;
		for (Vectors.Message message : Vectors
			.messages("redis-classic.json", "redis-sharded-dynamic.json", "redis-streams.json")
			.filter(Vectors.Message::isCut)
			.toList()) {
			assertThat(message.vector().path("api").stringValue()).isIn("io.emit(\"big\", \"x\".repeat(7900))",
					"io.emit(\"big\", \"é\".repeat(35000))");
			String text = message.id().endsWith("7900") ? "x".repeat(7900) : "é".repeat(35000);
			Packet packet = Packet.event("/", "big", text);
			Broadcast broadcast = new Broadcast(packet, BroadcastOptions.ALL, null);
			if (message.command().equals("XADD")) {
				String data = new String(
						content(new StreamEntries(this.codec, false).write(this.codec.envelope("u", "/", broadcast))),
						StandardCharsets.UTF_8);
				JsonNode cut = message.node().path("cut");
				assertThat(data).hasSize(cut.path("valueLength").intValue())
					.startsWith(cut.path("valueStart").stringValue())
					.endsWith(cut.path("valueEnd").stringValue());
			}
			else {
				byte[] written = message.command().equals("PUBLISH")
						? this.pubSub.broadcast("RvAjns", packet, BroadcastOptions.ALL)
						: EnvelopeFormat.write(this.codec.envelope("4734e1e8c5b68652", "/", broadcast));
				assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(written)))
					.isEqualTo(message.node().path("sha256").stringValue());
			}
			count++;
		}
		assertThat(count).isEqualTo(6);
	}

	/** Broadcasts of older servers and emitters, written in their own ways. */
	@ParameterizedTest
	@MethodSource("oldBroadcasts")
	void broadcastsOfOlderVersions(Vectors.Message message) {
		JsonNode tree = MsgpackTreeCodec.read(message.payload());
		String namespace = tree.path(1).path("nsp").stringValue();
		Packet packet = this.codec.readPacket(tree.path(1), namespace);
		BroadcastOptions options = TargetCodec.read(tree.path(2));
		assertThat(packet.type()).isEqualTo(PacketType.EVENT);
		assertThat(PubSubChannels.of("socket.io", namespace).broadcast(options)).isEqualTo(message.channel());
		JsonNode again = MsgpackTreeCodec.read(this.pubSub.broadcast("old", packet, options));
		assertThat(again.path(1).path("data")).isEqualTo(tree.path(1).path("data"));
	}

	static Stream<Vectors.Message> oldBroadcasts() {
		return Vectors.complete("redis-classic-legacy-6.1.json", "redis-classic-legacy-5.4.json")
			.filter((message) -> message.channel().startsWith("socket.io#"));
	}

	@ParameterizedTest
	@MethodSource("sessions")
	void sessionsOfTheStreamsAdapter(Vectors.Message message) {
		String value = message.node().path("args").path(1).stringValue();
		JsonNode tree = MsgpackTreeCodec.read(Base64.getDecoder().decode(value));
		String sid = tree.path("sid").stringValue();
		String pid = tree.path("pid").stringValue();
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		tree.path("data")
			.properties()
			.forEach((entry) -> data.put(entry.getKey(), ValueCodec.decode(entry.getValue())));
		assertThat(data).containsEntry("when", "1970-01-01T00:00:00.000Z").containsEntry("bin", new byte[] { 1 });
		Session session = new Session(sid, pid, TargetCodec.readRooms(tree.path("rooms")), data, null);
		byte[] written = SessionStore.write(session, new SessionCodec(this.codec.values()));
		assertThat(MsgpackTreeCodec.read(Base64.getDecoder().decode(written)).toString()).isEqualTo(tree.toString());
		data.remove("when");
		byte[] withoutDate = SessionStore.write(session, new SessionCodec(this.codec.values()));
		String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(value));
		assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(withoutDate)))
			.isEqualTo(hex.replace("a47768656ed6ff00000000", "").replace("a46461746183", "a46461746182"));
	}

}
