package dev.socketio.interop.official;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;

import io.socket.client.Ack;
import io.socket.client.Socket;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The official Java client and an application with rooms.
 */
class JavaClientRoomsTests {

	@RegisterExtension
	static final RoomsServer rooms = new RoomsServer();

	/** How long the server waits for answers, in milliseconds. */
	private static final int PATIENT = 15_000;

	private JavaClient create(Transports transports, String namespace, Map<String, String> auth) {
		return JavaClient.create(rooms.url() + namespace, "/socket.io/", transports.names(), auth);
	}

	private JavaClient connect(Transports transports) {
		return create(transports, "/", Map.of()).connect();
	}

	@ParameterizedTest
	@EnumSource
	void receivesWhatIsSentToItsRoom(Transports transports) throws JSONException {
		try (JavaClient sender = connect(transports); JavaClient member = connect(transports)) {
			BlockingQueue<List<@Nullable Object>> sent = sender.collect("news");
			BlockingQueue<List<@Nullable Object>> received = member.collect("news");
			assertThat(member.ask("join", new JSONArray().put("java"))).isEmpty();
			assertThat(sender.ask("join", new JSONArray().put("java"))).isEmpty();
			JSONObject payload = new JSONObject().put("text", "é🚀").put("data", new byte[] { 1, -1 });
			assertThat(sender.ask("to", new JSONArray().put("java"), "news", payload)).isEmpty();
			assertThat(JavaClient.take(received)).isEqualTo(JavaClient.plain(payload));
			assertThat(sender.ask("in", new JSONArray().put("java"), "news", 2)).isEmpty();
			assertThat(JavaClient.take(received)).containsExactly(2.0);
			assertThat(JavaClient.take(sent)).containsExactly(2.0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void receivesWhatTheEmitterSends(Transports transports) {
		try (JavaClient client = connect(transports)) {
			BlockingQueue<List<@Nullable Object>> received = client.collect("news");
			assertThat(client.ask("emitter", "/", new JSONArray().put(client.socket().id()), "news", "private"))
				.isEmpty();
			assertThat(JavaClient.take(received)).containsExactly("private");
		}
	}

	@ParameterizedTest
	@EnumSource
	void answersTheServer(Transports transports) throws JSONException {
		try (JavaClient client = connect(transports)) {
			client.socket()
				.on("question", (args) -> ((Ack) args[args.length - 1]).call("answer", args[0], new byte[] { 7 }));
			assertThat(client.ask("ask-me", PATIENT, new JSONObject("{\"a\":[1]}"))).containsExactly("answer",
					Map.of("a", List.of(1.0)), "bytes:07");
		}
	}

	@ParameterizedTest
	@EnumSource
	void answersTheServerWithoutArguments(Transports transports) {
		try (JavaClient client = connect(transports)) {
			client.socket().on("question", (args) -> ((Ack) args[args.length - 1]).call());
			assertThat(client.ask("ask-me", PATIENT, "?")).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void isDisconnectedByTheServer(Transports transports) {
		try (JavaClient client = connect(transports)) {
			BlockingQueue<List<@Nullable Object>> reasons = client.collect(Socket.EVENT_DISCONNECT);
			JavaClient chat = client.join("/chat");
			client.emit("disconnect-me", false);
			assertThat(JavaClient.take(reasons)).containsExactly("io server disconnect");
			assertThat(chat.ask("rooms")).containsExactly(List.of(chat.socket().id()));
			client.connect();
			assertThat(client.ask("add", 1, 2)).containsExactly(3.0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void reconnectsWhenTheConnectionIsLost(Transports transports) throws IOException {
		try (Relay relay = new Relay(rooms.url());
				JavaClient client = JavaClient.create(relay.url(), "/socket.io/", transports.names(), Map.of())
					.connect()) {
			String first = client.socket().id();
			BlockingQueue<List<@Nullable Object>> reasons = client.collect(Socket.EVENT_DISCONNECT);
			relay.cut();
			assertThat(JavaClient.take(reasons)).isNotNull().isSubsetOf("transport close", "transport error");
			client.emit("record", "buffered");
			BlockingQueue<List<@Nullable Object>> welcomes = client.collect("welcome");
			relay.restore();
			assertThat(JavaClient.take(welcomes)).isNotNull();
			assertThat(client.socket().id()).isNotEqualTo(first);
			assertThat(client.ask("recorded")).containsExactly(List.of("buffered"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void isRefusedByAMiddleware(Transports transports) {
		try (JavaClient client = create(transports, "/private", Map.of("token", "wrong"))) {
			BlockingQueue<List<@Nullable Object>> errors = client.collect(Socket.EVENT_CONNECT_ERROR);
			client.socket().connect();
			assertThat(JavaClient.take(errors))
				.containsExactly(Map.of("message", "not authorized", "data", Map.of("reason", "token")));
		}
		try (JavaClient client = create(transports, "/private", Map.of("token", "secret"))) {
			assertThat(client.connect().ask("join", new JSONArray().put("room"))).isEmpty();
		}
	}

}
