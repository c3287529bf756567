package dev.socketio.listener.support;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.socketio.listener.HandshakeCookie;
import dev.socketio.listener.HandshakeHeader;
import dev.socketio.listener.HandshakeParam;
import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.listener.SocketNamespaceVariable;
import dev.socketio.listener.SocketPayload;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for arguments from the request that opened the connection, whatever the client
 * sends as arguments of the event.
 */
class HandshakeArgumentTests {

	private static ListenerServer server;

	@BeforeAll
	static void start() {
		server = ListenerServer.start(Listener.class, TenantListener.class, RawListener.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static TestClient client() {
		TestClient client = server.open((builder) -> builder.header("x-user", "ada")
			.header("x-level", "3")
			.header("x-color", "RED")
			.header("Cookie", "theme=dark; visits=7")
			.header("Accept-Language", "fr-CH, en;q=0.5"));
		client.join("/", "");
		return client;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			header       | "ada"
			level        | 3
			color        | "RED"
			cookie       | "dark"
			visits       | 7
			param        | "websocket"
			all-params   | "4 websocket"
			all-headers  | "ada"
			headers      | "ada"
			locale       | "fr_CH"
			missing      | "none none none"
			defaults     | "5 anonymous 1"
			with-payload | "ada sent"
			failing      | "ada"
			""")
	void bindsHandshake(String event, String value) {
		try (TestClient client = client()) {
			assertThat(client.exchange("421[\"" + event + "\",\"sent\"]")).isEqualTo("431[" + value + "]");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			required-header | Required header 'X-User' is not present.
			required-cookie | Required cookie 'theme' is not present.
			required-param  | Required query parameter 'absent' is not present.
			""")
	void refusesMissingValues(String event, String message) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"" + event + "\",\"sent\"]")).isEqualTo("431[" + error(message) + "]");
		}
	}

	@Test
	void refusesValuesOfWrongType() {
		try (TestClient client = server.open((builder) -> builder.header("x-level", "high"))) {
			client.join("/", "");
			assertThat(client.exchange("421[\"level\",3]"))
				.isEqualTo("431[" + error("The header 'x-level' has the wrong type") + "]");
		}
	}

	private static String error(String message) {
		return "{\"error\":{\"status\":400,\"code\":\"bad_request\",\"message\":\"" + message + "\",\"details\":[]}}";
	}

	@Test
	void bindsHandshakeInEveryPhase() throws Exception {
		Listener listener = server.bean(Listener.class);
		try (TestClient client = client()) {
			assertThat(client.exchange("421[\"connected\"]")).isEqualTo("431[\"ada\"]");
			client.send("41");
			assertThat(listener.left.get(30, TimeUnit.SECONDS)).isEqualTo("ada");
		}
	}

	@Test
	void convertsVariablesOfNamespaces() {
		try (TestClient client = server.connect("/tenant-7/RED")) {
			assertThat(client.exchange("42/tenant-7/RED,1[\"variables\"]")).isEqualTo("43/tenant-7/RED,1[\"7 RED\"]");
		}
		try (TestClient client = server.connect("/tenant-x/RED")) {
			assertThat(client.exchange("42/tenant-x/RED,1[\"variables\"]"))
				.isEqualTo("43/tenant-x/RED,1[" + error("The variable 'id' of the namespace has the wrong type") + "]");
		}
	}

	@Test
	void bindsRawArguments() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"raw\",1,2]")).isEqualTo("431[\"2 of raw\"]");
			client.send("451-1[\"buffer\",{\"_placeholder\":true,\"num\":0}]");
			client.send("bytes".getBytes(StandardCharsets.UTF_8));
			assertThat(client.receive()).isEqualTo("431[\"bytes\"]");
			assertThat(client.exchange("422[\"buffer\"]")).contains("\"code\":\"missing_argument\"");
			assertThat(client.exchange("423[\"optional-buffer\"]")).isEqualTo("433[\"no buffer\"]");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					NoSuchVariable | Parameter 'other' of .*there is no variable \\{other\\} in namespace '/tenant-\\{id\\}'
					FixedNamespace | Parameter 'id' of .*there is no variable \\{id\\} in namespace '/tenants'
					Unconvertible  | Parameter 'user' of .*no text can be converted to its type
					Primitive      | Parameter 'level' of .*is primitive, so it has to be required or have a default value
					SameIndex      | Parameter 'second' of .*receives argument 0, which Parameter 'first' of .* receives too
					ImplicitIndex  | Parameter 'second' of .*receives argument 1, which Parameter 'first' of .* receives too
					RestFirst      | Parameter 'rest' of .*has to be the last payload: Parameter 'last' of .* receives one of them
					RestBetween    | Parameter 'rest' of .*has to be the last payload: Parameter 'third' of .* receives one of them
					""")
	void refusesInvalidParameters(String name, String message) throws ClassNotFoundException {
		Class<?> type = Class.forName(getClass().getName() + "$" + name);
		assertThatExceptionOfType(InvalidListenerException.class).isThrownBy(() -> ListenerServer.start(type))
			.withMessageMatching("(?s).*" + message + ".*");
	}

	enum Color {

		RED, GREEN

	}

	static class Listener {

		final CompletableFuture<String> left = new CompletableFuture<>();

		private volatile String connected = "";

		@SocketConnectListener
		void connect(@HandshakeHeader("x-user") Optional<String> user) {
			this.connected = user.orElse("");
		}

		@SocketDisconnectListener
		void disconnect(@HandshakeHeader(name = "x-user", required = false) @Nullable String user) {
			if (user != null) {
				this.left.complete(user);
			}
		}

		@SocketEventListener("connected")
		String connected() {
			return this.connected;
		}

		@SocketEventListener({ "header", "required-header" })
		String header(@HandshakeHeader("X-User") String user) {
			return user;
		}

		@SocketEventListener("level")
		int level(@HandshakeHeader("x-level") int level) {
			return level;
		}

		@SocketEventListener("color")
		Color color(@HandshakeHeader("x-color") Color color) {
			return color;
		}

		@SocketEventListener({ "cookie", "required-cookie" })
		String cookie(@HandshakeCookie String theme) {
			return theme;
		}

		@SocketEventListener("visits")
		long visits(@HandshakeCookie("visits") long count) {
			return count;
		}

		@SocketEventListener("param")
		String param(@HandshakeParam String transport) {
			return transport;
		}

		@SocketEventListener("required-param")
		String requiredParam(@HandshakeParam String absent) {
			return absent;
		}

		@SocketEventListener("all-params")
		String allParams(@HandshakeParam Map<String, String> params) {
			return params.get("EIO") + " " + params.get("transport");
		}

		@SocketEventListener("all-headers")
		String allHeaders(@HandshakeHeader Map<String, String> headers) {
			return headers.get("x-user");
		}

		@SocketEventListener("headers")
		String headers(HttpHeaders headers) {
			return headers.getFirst("X-User");
		}

		@SocketEventListener("locale")
		String locale(Locale locale) {
			return locale.toString();
		}

		@SocketEventListener("missing")
		String missing(@HandshakeHeader Optional<String> first, @HandshakeCookie @Nullable Integer second,
				@HandshakeParam(required = false) String third) {
			return first.orElse("none") + " " + ((second != null) ? second : "none") + " "
					+ ((third != null) ? third : "none");
		}

		@SocketEventListener("defaults")
		String defaults(@HandshakeHeader(defaultValue = "5") int first,
				@HandshakeCookie(defaultValue = "anonymous") String second,
				@HandshakeParam(defaultValue = "1") List<Integer> third) {
			return first + " " + second + " " + third.get(0);
		}

		@SocketEventListener("with-payload")
		String withPayload(@HandshakeHeader("x-user") String user, String payload) {
			return user + " " + payload;
		}

		@SocketEventListener("failing")
		void failing() {
			throw new IllegalStateException();
		}

		@SocketExceptionHandler
		String handle(IllegalStateException ex, @HandshakeHeader("x-user") String user) {
			return user;
		}

	}

	@SocketNamespace("/tenant-{id}/{color}")
	static class TenantListener {

		@SocketEventListener("variables")
		String variables(@SocketNamespaceVariable int id, @SocketNamespaceVariable("color") Color value) {
			return id + " " + value;
		}

	}

	static class RawListener {

		@SocketEventListener("raw")
		String raw(Arguments arguments, @SocketEventName String event) {
			return arguments.size() + " of " + event;
		}

		@SocketEventListener("buffer")
		String buffer(DataBuffer buffer) {
			return buffer.toString(StandardCharsets.UTF_8);
		}

		@SocketEventListener("optional-buffer")
		String optionalBuffer(Optional<DataBuffer> buffer) {
			return buffer.isPresent() ? "a buffer" : "no buffer";
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class NoSuchVariable {

		@SocketEventListener("x")
		void listen(@SocketNamespaceVariable String other) {
		}

	}

	static class FixedNamespace {

		@SocketEventListener(event = "x", namespace = { "/tenant-{id}", "/tenants" })
		void listen(@SocketNamespaceVariable String id) {
		}

	}

	static class Unconvertible {

		@SocketEventListener("x")
		void listen(@HandshakeHeader BitSet user) {
		}

	}

	static class Primitive {

		@SocketEventListener("x")
		void listen(@HandshakeHeader(required = false) int level) {
		}

	}

	static class SameIndex {

		@SocketEventListener("x")
		void listen(String first, @SocketPayload(0) String second) {
		}

	}

	static class ImplicitIndex {

		@SocketEventListener("x")
		void listen(@SocketPayload(1) String first, String second) {
		}

	}

	static class RestFirst {

		@SocketEventListener("x")
		void listen(@SocketPayload(rest = true) List<String> rest, String last) {
		}

	}

	static class RestBetween {

		@SocketEventListener("x")
		void listen(String first, @SocketPayload(index = 1, rest = true) List<String> rest,
				@SocketPayload(2) String third) {
		}

	}

}
