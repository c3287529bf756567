package dev.socketio.listener.support;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketData;
import dev.socketio.listener.SocketDisconnectingListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Ack;
import dev.socketio.server.Handshake;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for parameters that receive what the server knows of a socket, over real
 * connections.
 */
class ContextArgumentTests {

	private static ListenerServer server;

	@BeforeAll
	static void start() {
		server = ListenerServer.start(Listener.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/** Another server has stored them as JSON. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			restored       | "Ada [a, b]"
			restored-list  | "Ada 2"
			restored-map   | "Ada"
			restored-value | "7 2026-01-02T03:04:05Z"
			""")
	void readsRestoredData(String event, String value) {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"" + event + "\"]")).isEqualTo("431[" + value + "]");
		}
	}

	@Test
	void dataOfThisServerStaysTheSameObject() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"same\"]")).isEqualTo("431[true]");
		}
	}

	@Test
	void dataThatCannotBeReadIsNoErrorOfTheClient() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"unreadable\"]")).contains("\"status\":500").doesNotContain("color");
		}
	}

	@Test
	void bindsOptionals() {
		try (TestClient client = server.connect()) {
			assertThat(client.exchange("421[\"optionals\"]")).isEqualTo("431[\"/ true true true true\"]");
		}
		assertThatExceptionOfType(InvalidListenerException.class)
			.isThrownBy(() -> ListenerServer.start(TwoAnswersListener.class))
			.withMessageContaining("returns a value and has an Ack parameter");
	}

	@Test
	void bindsOptionalRooms() throws Exception {
		try (ListenerServer server = ListenerServer.start(OptionalRoomsListener.class);
				TestClient client = server.open()) {
			String id = client.join("/", "");
			client.send("41");
			assertThat(server.bean(OptionalRoomsListener.class).rooms.get(30, TimeUnit.SECONDS)).containsExactly(id);
		}
	}

	static class OptionalRoomsListener {

		final CompletableFuture<Set<String>> rooms = new CompletableFuture<>();

		@SocketDisconnectingListener
		void leaving(Optional<Set<String>> rooms) {
			this.rooms.complete(rooms.orElseThrow());
		}

	}

	static class TwoAnswersListener {

		@SocketEventListener("x")
		String both(Optional<Ack> ack) {
			return "";
		}

	}

	static class Listener {

		private final List<String> live = new ArrayList<>(List.of("live"));

		@SocketConnectListener
		void connected(Socket socket) {
			socket.data().put("color", "blue");
			socket.data().put("live", this.live);
			Map<String, Object> user = Map.of("name", "Ada", "tags", List.of("a", "b"));
			socket.data().put("user", user);
			socket.data().put("users", List.of(user, user));
			socket.data().put("byName", Map.of("ada", user));
			socket.data().put("count", 7);
			socket.data().put("since", "2026-01-02T03:04:05Z");
		}

		@SocketEventListener("restored")
		String restored(@SocketData("user") Tagged user) {
			return user.name() + " " + user.tags();
		}

		@SocketEventListener("restored-list")
		String restoredList(@SocketData List<Tagged> users) {
			return users.get(0).name() + " " + users.size();
		}

		@SocketEventListener("restored-map")
		String restoredMap(@SocketData Optional<Map<String, Tagged>> byName) {
			return byName.orElseThrow().get("ada").name();
		}

		@SocketEventListener("restored-value")
		String restoredValue(@SocketData long count, @SocketData Instant since) {
			return count + " " + since;
		}

		@SocketEventListener("same")
		boolean same(@SocketData List<String> live) {
			return live == this.live;
		}

		@SocketEventListener("unreadable")
		void unreadable(@SocketData("color") Instant color) {
		}

		@SocketEventListener("optionals")
		void optionals(Optional<Socket> socket, Optional<Namespace> namespace, Optional<SocketIOServer> io,
				Optional<SocketIOEmitter> emitter, Optional<Handshake> handshake, Optional<Ack> ack) {
			ack.orElseThrow()
				.send(namespace.orElseThrow().name() + " " + socket.isPresent() + " " + io.isPresent() + " "
						+ emitter.isPresent() + " " + handshake.isPresent());
		}

	}

	record Tagged(String name, List<String> tags) {
	}

}
