package dev.socketio.interop.official;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.TestServer;
import io.socket.client.AckWithTimeout;
import io.socket.client.Socket;
import org.awaitility.Awaitility;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The official Java client and the mounts of the conformance server.
 */
@ServerUnderTest
class JavaClientTests {

	private final TestServer server;

	JavaClientTests(TestServer server) {
		this.server = server;
	}

	private JavaClient create(Transports transports, String namespace, Map<String, String> auth) {
		return JavaClient.create(this.server.url() + namespace, Mount.SOCKET_IO_QUIET.path(), transports.names(), auth);
	}

	private JavaClient connect(Transports transports) {
		return create(transports, "/", Map.of()).connect();
	}

	@ParameterizedTest
	@EnumSource
	void connects(Transports transports) {
		try (JavaClient client = connect(transports)) {
			assertThat(client.socket().id()).matches("[\\w-]{20}");
			for (String transport : transports.names()) {
				assertThat(JavaClient.take(client.transports())).isEqualTo(transport);
			}
			assertThat(client.ask("message-with-ack", "still there")).containsExactly("still there");
		}
	}

	@ParameterizedTest
	@EnumSource
	void sendsCredentials(Transports transports) {
		try (JavaClient client = create(transports, "/", Map.of("token", "ключ"))) {
			BlockingQueue<List<@Nullable Object>> auth = client.collect("auth");
			client.connect();
			assertThat(JavaClient.take(auth)).containsExactly(Map.of("token", "ключ"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void echoesArguments(Transports transports) throws JSONException {
		try (JavaClient client = connect(transports)) {
			BlockingQueue<List<@Nullable Object>> back = client.collect("message-back");
			Object[] args = { 1, -2.5, "é🚀\u2028\u0000", true, JSONObject.NULL, new JSONArray("[1,[],{}]"),
					new JSONObject("{\"a\":{\"b\":[null,\"c\"]}}") };
			client.emit("message", args);
			assertThat(JavaClient.take(back)).isEqualTo(JavaClient.plain(args));
			client.emit("message");
			assertThat(JavaClient.take(back)).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void isAcknowledged(Transports transports) throws JSONException {
		try (JavaClient client = connect(transports)) {
			Object[] args = { "a", 1, new JSONObject("{\"b\":[2]}") };
			assertThat(client.ask("message-with-ack", args)).isEqualTo(JavaClient.plain(args));
			assertThat(client.ask("message-with-ack")).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void waitsForAnAcknowledgementWithATimeout(Transports transports) {
		try (JavaClient client = connect(transports)) {
			BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
			client.emit("message-with-ack", "in time", outcome(outcomes, JavaClient.TIMEOUT.toMillis()));
			assertThat(JavaClient.take(outcomes)).isEqualTo("[in time]");
			client.emit("unknown", "never", outcome(outcomes, 100));
			assertThat(JavaClient.take(outcomes)).isEqualTo("timeout");
		}
	}

	private static AckWithTimeout outcome(BlockingQueue<String> outcomes, long timeout) {
		return new AckWithTimeout(timeout) {

			@Override
			public void onSuccess(Object... args) {
				outcomes.add(Arrays.toString(args));
			}

			@Override
			public void onTimeout() {
				outcomes.add("timeout");
			}

		};
	}

	@ParameterizedTest
	@EnumSource
	void echoesBinaryData(Transports transports) throws JSONException {
		try (JavaClient client = connect(transports)) {
			BlockingQueue<List<@Nullable Object>> back = client.collect("message-back");
			byte[] data = HexFormat.of().parseHex("00ff80010203");
			Object[] args = { data, "text", new JSONObject().put("list", new JSONArray().put(data).put(new byte[0])) };
			client.emit("message", args);
			assertThat(JavaClient.take(back)).isEqualTo(JavaClient.plain(args));
			assertThat(client.ask("message-with-ack", args)).isEqualTo(JavaClient.plain(args));
		}
	}

	@ParameterizedTest
	@EnumSource
	void echoesLargeArguments(Transports transports) {
		try (JavaClient client = connect(transports)) {
			String text = "x".repeat(900_000);
			assertThat(client.ask("message-with-ack", text)).containsExactly(text);
			byte[] data = new byte[700_000];
			Arrays.fill(data, (byte) 7);
			assertThat(client.ask("message-with-ack", data)).isEqualTo(JavaClient.plain(data));
		}
	}

	@ParameterizedTest
	@EnumSource
	void keepsTheOrder(Transports transports) {
		try (JavaClient client = connect(transports)) {
			BlockingQueue<List<@Nullable Object>> back = client.collect("message-back");
			IntStream.range(0, 2000).forEach((i) -> client.emit("message", i));
			assertThat(client.ask("message-with-ack", "last")).containsExactly("last");
			List<@Nullable Object> received = new ArrayList<>();
			back.forEach(received::addAll);
			assertThat(received).isEqualTo(DoubleStream.iterate(0, (i) -> i + 1).limit(2000).boxed().toList());
		}
	}

	@ParameterizedTest
	@EnumSource
	void joinsAnotherNamespace(Transports transports) {
		try (JavaClient client = create(transports, "/custom", Map.of("token", "custom"))) {
			BlockingQueue<List<@Nullable Object>> auth = client.collect("auth");
			client.connect();
			assertThat(JavaClient.take(auth)).containsExactly(Map.of("token", "custom"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void multiplexesNamespaces(Transports transports) {
		try (JavaClient main = connect(transports)) {
			JavaClient custom = main.join("/custom");
			assertThat(custom.socket().id()).isNotEqualTo(main.socket().id());
			custom.close();
			assertThat(main.ask("message-with-ack", 1)).containsExactly(1.0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void isToldOfAnUnknownNamespace(Transports transports) {
		try (JavaClient client = create(transports, "/unknown", Map.of())) {
			BlockingQueue<List<@Nullable Object>> errors = client.collect(Socket.EVENT_CONNECT_ERROR);
			client.socket().connect();
			assertThat(JavaClient.take(errors)).containsExactly(Map.of("message", "Invalid namespace"));
			assertThat(client.socket().connected()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void disconnectsAndConnectsAgain(Transports transports) {
		try (JavaClient client = connect(transports)) {
			String first = client.socket().id();
			BlockingQueue<List<@Nullable Object>> reasons = client.collect(Socket.EVENT_DISCONNECT);
			client.socket().disconnect();
			assertThat(JavaClient.take(reasons)).containsExactly("io client disconnect");
			assertThat(JavaClient.take(client.closures())).isNotNull();
			client.connect();
			assertThat(client.socket().id()).isNotEqualTo(first);
			assertThat(client.ask("message-with-ack", "again")).containsExactly("again");
		}
	}

	@ParameterizedTest
	@EnumSource
	void answersPings(Transports transports) {
		try (JavaClient client = JavaClient
			.create(this.server.url(), Mount.SOCKET_IO_PATIENT.path(), transports.names(), Map.of())
			.connect()) {
			String id = client.socket().id();
			// there is no ping before the last one was answered
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> client.pings() >= 4);
			assertThat(client.socket().id()).isEqualTo(id);
			assertThat(client.ask("message-with-ack", "still there")).containsExactly("still there");
		}
	}

}
