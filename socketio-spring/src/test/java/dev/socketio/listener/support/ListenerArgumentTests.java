package dev.socketio.listener.support;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketData;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketPayload;
import dev.socketio.server.Handshake;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the parameters of listeners, over real connections.
 */
class ListenerArgumentTests {

	private static ListenerServer server;

	@BeforeAll
	static void start() {
		server = ListenerServer.start(Listener.class, GenericListener.class, UserResolver.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			["record",{"name":"Ada","tags":["a","b"]}]        | [{"name":"Ada","tags":["a","b"]}]
			["two","x",7]                                     | ["x7"]
			["two","x",7,"extra",true]                        | ["x7"]
			["tree",{"a":[1]}]                                | [[1]]
			["map",{"a":[1,2]}]                               | [3]
			["list",[{"name":"A","tags":[]}]]                 | ["A"]
			["primitives",1,2.5,true]                         | ["1 2.5 true"]
			["optional",5]                                    | [5]
			["optional"]                                      | [null]
			["optional",null]                                 | [null]
			["nullable"]                                      | ["nothing"]
			["nullable",null]                                 | ["nothing"]
			["index","a","b"]                                 | ["ba"]
			["rest","a",1,2,3]                                | ["a[1, 2, 3]"]
			["varargs",1,2,3]                                 | [6]
			["generic",{"name":"G","tags":["t"]}]             | ["G"]
			["name"]                                          | ["name"]
			["other-name"]                                    | ["other-name"]
			["context"]                                       | ["/ true true true"]
			["between","a","b"]                               | ["a b"]
			["custom"]                                        | ["user of custom"]
			["base64","aGk="]                                 | ["hi"]
			""")
	void bindsArguments(String event, String ack) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421" + event)).isEqualTo("431" + ack);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			["record"]          | missing_argument | 0
			["record",null]     | missing_argument | 0
			["two","x"]         | missing_argument | 1
			["two","x","y"]     | invalid_argument | 1
			["record",[1]]      | invalid_argument | 0
			["primitives",1,2]  | missing_argument | 2
			""")
	void refusesWhatDoesNotFit(String event, String code, int argument) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421" + event)).startsWith("431[{\"error\":{\"status\":400,\"code\":\"" + code)
				.contains("\"details\":[{\"argument\":" + argument + "}]")
				.doesNotContain("java");
			assertThat(client.exchange("422[\"two\",\"still\",1]")).isEqualTo("432[\"still1\"]");
		}
	}

	@Test
	void bindsBinaryInsideRecords() {
		try (TestClient client = server.connect()) {
			client.send("451-1[\"file\",{\"name\":\"f\",\"content\":{\"_placeholder\":true,\"num\":0}}]");
			client.send("content".getBytes(StandardCharsets.UTF_8));
			assertThat(client.receive()).isEqualTo("431[\"f:content\"]");
		}
	}

	@Test
	void bindsTopLevelBinary() {
		try (TestClient client = server.connect()) {
			client.send("452-1[\"bytes\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
			client.send("one".getBytes(StandardCharsets.UTF_8));
			client.send("two".getBytes(StandardCharsets.UTF_8));
			assertThat(client.receive()).isEqualTo("431[\"onetwo\"]");
		}
	}

	@Test
	void bindsCredentials() {
		try (TestClient client = server.open()) {
			client.join("/", "{\"token\":\"secret\"}");
			assertThat(client.exchange("421[\"auth\"]")).isEqualTo("431[\"secret\"]");
		}
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"auth\"]")).contains("\"code\":\"missing_argument\"");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "|{}, no map, empty", "{}|{}, {}, {}", "{\"a\":1}|{a=1}, {a=1}, {a=1}" })
	void credentialsMayBeMissingFromAMap(@Nullable String auth, String bound) {
		try (TestClient client = server.open()) {
			client.join("/", (auth != null) ? auth : "");
			assertThat(client.exchange("421[\"auth-map\"]")).isEqualTo("431[\"" + bound + "\"]");
		}
	}

	@Test
	void bindsAttributes() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"attribute\"]")).isEqualTo("431[\"blue none\"]");
			assertThat(client.exchange("422[\"no-attribute\"]")).contains("\"status\":500").doesNotContain("absent");
		}
	}

	static class Listener {

		@SocketConnectListener
		void connected(Socket socket) {
			socket.data().put("color", "blue");
		}

		@SocketEventListener("record")
		Person record(Person person) {
			return person;
		}

		@SocketEventListener("two")
		String two(String first, int second) {
			return first + second;
		}

		@SocketEventListener("tree")
		JsonNode tree(JsonNode node) {
			return node.get("a");
		}

		@SocketEventListener("map")
		int map(Map<String, List<Integer>> map) {
			return map.get("a").stream().mapToInt(Integer::intValue).sum();
		}

		@SocketEventListener("list")
		String list(List<Person> people) {
			return people.get(0).name();
		}

		@SocketEventListener("primitives")
		String primitives(long number, double fraction, boolean flag) {
			return number + " " + fraction + " " + flag;
		}

		@SocketEventListener("optional")
		Optional<Long> optional(Optional<Long> value) {
			return value;
		}

		@SocketEventListener("nullable")
		String nullable(@Nullable String value) {
			return (value != null) ? value : "nothing";
		}

		@SocketEventListener("index")
		String index(@SocketPayload(1) String second, @SocketPayload(index = 0) String first) {
			return second + first;
		}

		@SocketEventListener("rest")
		String rest(String first, @SocketPayload(rest = true) List<Integer> others) {
			return first + others;
		}

		@SocketEventListener("varargs")
		int varargs(int... numbers) {
			int sum = 0;
			for (int number : numbers) {
				sum += number;
			}
			return sum;
		}

		@SocketEventListener({ "name", "other-name" })
		String name(@SocketEventName String event) {
			return event;
		}

		@SocketEventListener("context")
		String context(Namespace namespace, SocketIOServer server, SocketIOEmitter emitter, Handshake handshake) {
			return namespace.name() + " " + (server == namespace.server()) + " " + (emitter != null) + " "
					+ handshake.query().containsKey("transport");
		}

		@SocketEventListener("between")
		String between(String first, Socket socket, String second) {
			return first + " " + second;
		}

		@SocketEventListener("custom")
		String custom(User user) {
			return user.name();
		}

		@SocketEventListener("base64")
		String base64(byte[] content) {
			return new String(content, StandardCharsets.UTF_8);
		}

		@SocketEventListener("file")
		String file(FileUpload upload) {
			return upload.name() + ":" + new String(upload.content(), StandardCharsets.UTF_8);
		}

		@SocketEventListener("bytes")
		String bytes(byte[] first, ByteBuffer second) {
			return new String(first, StandardCharsets.UTF_8) + StandardCharsets.UTF_8.decode(second);
		}

		@SocketEventListener("auth")
		String auth(@SocketAuth Credentials credentials) {
			return credentials.token();
		}

		@SocketEventListener("auth-map")
		String authMap(@SocketAuth Map<String, Object> auth, @SocketAuth @Nullable Map<String, Object> nullable,
				@SocketAuth Optional<Map<String, Object>> optional) {
			return auth + ", " + ((nullable != null) ? nullable : "no map") + ", "
					+ optional.map(Map::toString).orElse("empty");
		}

		@SocketEventListener("attribute")
		String attribute(@SocketData String color, @SocketData("size") Optional<String> size) {
			return color + " " + size.orElse("none");
		}

		@SocketEventListener("no-attribute")
		String noAttribute(@SocketData String absent) {
			return absent;
		}

	}

	abstract static class GenericBase<T> {

		@SocketEventListener("generic")
		String generic(T value) {
			return describe(value);
		}

		abstract String describe(T value);

	}

	static class GenericListener extends GenericBase<Person> {

		@Override
		String describe(Person value) {
			return value.name();
		}

	}

	static class UserResolver implements SocketArgumentResolver {

		@Override
		public @Nullable ListenerArgument resolve(ListenerParameter parameter) {
			return (parameter.type() != User.class) ? null
					: (invocation) -> parameter.argument(new User("user of " + invocation.event()));
		}

	}

	record Person(String name, List<String> tags) {

	}

	record User(String name) {

	}

	record FileUpload(String name, byte[] content) {

	}

	record Credentials(String token) {

	}

}
