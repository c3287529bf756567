package dev.socketio.server;

import java.security.Principal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.socketio.engine.EngineRequest;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications, and other servers, are told of the first request of a connection.
 */
class SocketHandshakeTests {

	private static final PacketCodec CODEC = new JsonPacketCodec(JsonMapper.shared());

	private static final long ISSUED = 1_700_000_000_123L;

	private static final Arguments NOTHING = CODEC.arguments(List.of());

	private final Map<String, List<String>> headers = new LinkedHashMap<>(
			Map.of("accept", List.of("a", "b"), "host", List.of("example.org")));

	private DefaultHandshake handshake(@Nullable String address, boolean secure, Arguments auth) {
		Principal principal = () -> "ada";
		EngineRequest request = EngineRequest.builder("GET", "/socket.io/?EIO=4&t=1")
			.query(Map.of("EIO", "4", "t", "1"))
			.headers(this.headers)
			.address(address)
			.secure(secure)
			.principal(principal)
			.build();
		return new DefaultHandshake(request, auth, Instant.ofEpochMilli(ISSUED));
	}

	@Test
	void partsAreThoseOfTheRequest() {
		DefaultHandshake handshake = handshake("192.0.2.1", true, CODEC.arguments(List.of(Map.of("token", "x"))));
		assertThat(handshake.headers()).isEqualTo(this.headers);
		assertThat(handshake.query()).isEqualTo(Map.of("EIO", "4", "t", "1"));
		assertThat(handshake.url()).isEqualTo("/socket.io/?EIO=4&t=1");
		assertThat(handshake.address()).isEqualTo("192.0.2.1");
		assertThat(handshake.isSecure()).isTrue();
		assertThat(handshake.issued()).isEqualTo(Instant.ofEpochMilli(ISSUED));
		assertThat(handshake.principal()).isNotNull().returns("ada", Principal::getName);
		assertThat(handshake.auth()).isEqualTo(Map.of("token", "x"));
		assertThat(handshake.authPayload().toList()).containsExactly(Map.of("token", "x"));
		assertThat(handshake("192.0.2.1", false, NOTHING).isSecure()).isFalse();
	}

	/** In the form and the order of Node.js. */
	@Test
	void otherServersGetItAsAMap() {
		Map<String, @Nullable Object> map = handshake("192.0.2.1", true, CODEC.arguments(List.of(Map.of("token", "x"))))
			.toMap();
		assertThat(map).containsOnlyKeys("headers", "time", "address", "xdomain", "secure", "issued", "url", "query",
				"auth");
		assertThat(map.keySet()).containsExactly("headers", "time", "address", "xdomain", "secure", "issued", "url",
				"query", "auth");
		assertThat(map.get("headers")).isEqualTo(Map.of("accept", "a, b", "host", "example.org"));
		assertThat(map.get("time")).asString()
			.startsWith(DateTimeFormatter.ofPattern("EEE MMM dd yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
				.format(Instant.ofEpochMilli(ISSUED).atZone(ZoneId.systemDefault())))
			.matches("\\w{3} \\w{3} \\d\\d 2023 \\d\\d:\\d\\d:\\d\\d GMT[+-]\\d{4} \\(.+\\)");
		assertThat(map).containsEntry("address", "192.0.2.1")
			.containsEntry("xdomain", false)
			.containsEntry("secure", true)
			.containsEntry("issued", ISSUED)
			.containsEntry("url", "/socket.io/?EIO=4&t=1")
			.containsEntry("query", Map.of("EIO", "4", "t", "1"))
			.containsEntry("auth", Map.of("token", "x"));
	}

	@Test
	void anUnknownAddressIsLeftOut() {
		assertThat(handshake(null, false, NOTHING).toMap()).doesNotContainKey("address").containsEntry("secure", false);
	}

	@Test
	void aRequestWithAnOriginIsOneOfAnotherDomain() {
		assertThat(handshake("192.0.2.1", true, NOTHING).isCrossDomain()).isFalse();
		this.headers.put("origin", List.of("https://example.org"));
		assertThat(handshake("192.0.2.1", true, NOTHING).isCrossDomain()).isTrue();
		assertThat(handshake("192.0.2.1", true, NOTHING).toMap()).containsEntry("xdomain", true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "1", "\"text\"", "[1]" })
	void credentialsThatAreNoObjectAreNone(String json) {
		assertThat(handshake(null, false, CODEC.arguments(List.of(JsonMapper.shared().readTree(json)))).auth())
			.isEmpty();
		assertThat(handshake(null, false, NOTHING).auth()).isEmpty();
	}

	@Test
	void credentialsAreKeptForAsLongAsTheSocket() {
		assertThat(handshake(null, false, NOTHING).retainedBytes()).isZero();
		assertThat(handshake(null, false, CODEC.arguments(List.of("x".repeat(500)))).retainedBytes())
			.isGreaterThanOrEqualTo(500);
	}

	// clients of Socket.IO 2

	@ParameterizedTest
	@ValueSource(strings = { "/chat?token=a%20b&x=1", "/chat?token=a+b&x=1&novalue&=nokey&" })
	void credentialsOfOldClientsAreAQuery(String name) {
		assertThat(LegacyConnect.namespace(name)).isEqualTo("/chat");
		assertThat(LegacyConnect.auth(name, CODEC).toList()).containsExactly(Map.of("token", "a b", "x", "1"));
	}

	@Test
	void oddQueriesOfOldClientsAreTakenAsTheyAre() {
		assertThat(LegacyConnect.namespace("/chat")).isEqualTo("/chat");
		assertThat(LegacyConnect.namespace("?a=b")).isEmpty();
		assertThat(LegacyConnect.auth("?a=b", CODEC).toList()).containsExactly(Map.of("a", "b"));
		assertThat(LegacyConnect.auth("/chat", CODEC).toList()).containsExactly(Map.of());
		assertThat(LegacyConnect.auth("/chat?a=%zz&b=&c=d=e", CODEC).toList())
			.containsExactly(Map.of("a", "%zz", "b", "", "c", "d=e"));
	}

	@Test
	void errorsForOldClientsAreBareValues() {
		assertThat(LegacyConnect.error(Map.of("message", "no"))).isEqualTo("no");
		assertThat(LegacyConnect.error(Map.of("message", "no", "data", List.of(1)))).isEqualTo(List.of(1));
		assertThat(LegacyConnect.error(Map.of())).isEqualTo("");
		assertThat(LegacyConnect.error(Map.of("message", "Invalid namespace")))
			.isEqualTo(Map.of("message", "Invalid namespace"));
	}

}
