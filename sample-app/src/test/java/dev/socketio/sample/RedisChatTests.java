package dev.socketio.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import dev.socketio.announcer.AnnouncerApplication;
import dev.socketio.server.SocketIOServer;
import dev.socketio.testsupport.TestRedis;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for two servers of the chat that share a Redis, and the process that announces.
 */
class RedisChatTests {

	private static final byte[] PNG_SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };

	private static TestRedis redis;

	private static ConfigurableApplicationContext first;

	private static ConfigurableApplicationContext second;

	private final List<ChatUser> users = new ArrayList<>();

	@BeforeAll
	static void start() {
		redis = TestRedis.start();
		first = startServer();
		second = startServer();
	}

	@AfterAll
	static void stop() {
		second.close();
		first.close();
		redis.close();
	}

	@AfterEach
	void leave() {
		this.users.forEach(ChatUser::close);
		await().until(() -> sockets(first).isEmpty() && sockets(second).isEmpty());
	}

	@Test
	void showsAllPeopleToAllClients() {
		ChatUser ada = enter("Ada", first);
		ChatUser grace = enter("Grace", second);
		ada.await("presence", (event) -> nicks(event.json()).equals(List.of("Ada", "Grace")));
		grace.close();
		ada.await("presence", (event) -> nicks(event.json()).equals(List.of("Ada")));
	}

	@Test
	void namesAreTakenOnAllServers() {
		enter("Ada", first);
		ChatUser rival = user("ADA", second);
		assertThat(rival.await("connect_error").json().path("message").asString()).contains("already here");
	}

	@Test
	void countsReceiversOnAllServers() {
		ChatUser ada = enter("Ada", first);
		ChatUser grace = enter("Grace", second);
		ChatUser linus = enter("Linus", first);
		ada.ask("message", message("Hello"));
		assertThat(grace.await("message").json().path("text").asString()).isEqualTo("Hello");
		assertThat(linus.await("message").json().path("text").asString()).isEqualTo("Hello");
		assertThat(ada.await("delivered").json().path("count").asInt()).isEqualTo(2);
	}

	@Test
	void showsPicturesThatWereSentToAnotherServer() {
		byte[] content = Arrays.copyOf(PNG_SIGNATURE, 100);
		ChatUser ada = enter("Ada", first);
		ChatUser grace = enter("Grace", second);
		String id = ChatUser.newId();
		JSONObject description = new JSONObject(Map.of("name", "view.png", "width", 40, "height", 30));
		JSONObject picture = new JSONObject(Map.of("id", id, "room", "lobby", "text", "Look", "picture", description));
		ada.ask("picture", picture, content);
		assertThat(grace.await("picture").binary(1)).isEqualTo(content);
		await().untilAsserted(() -> assertThat(grace.ask("fetch-picture", id).args().get(0)).isEqualTo(content));
	}

	@Test
	void serversThatComeLaterKnowWhatWasSaid() {
		ChatUser ada = enter("Ada", first);
		ada.ask("message", message("Early"));
		await().untilAsserted(() -> assertThat(history(second)).contains("Early"));
		try (ConfigurableApplicationContext late = startServer()) {
			await().untilAsserted(() -> assertThat(history(late)).contains("Early"));
		}
	}

	@Test
	void listsRoomsThatWereOpenedOnAnotherServer() {
		ChatUser ada = enter("Ada", first);
		enter("Grace", second).ask("join", "secrets");
		ada.await("rooms", (event) -> texts(event.json(), "name").contains("secrets"));
		ada.ask("join", "spring");
		JsonNode rooms = ada
			.await("rooms", (event) -> StreamSupport.stream(event.json().spliterator(), false)
				.anyMatch((room) -> room.path("name").asString().equals("spring") && room.path("online").asInt() == 1))
			.json();
		assertThat(texts(rooms, "name")).contains("secrets");
	}

	@Test
	void announcesFromAProcessWithoutServer() {
		ChatUser ada = enter("Ada", first);
		ChatUser grace = enter("Grace", second);
		AnnouncerApplication.main(new String[] { "--spring.data.redis.port=" + redis.port(), "Cake", "at four" });
		for (ChatUser user : List.of(ada, grace)) {
			JsonNode announcement = user.await("announcement").json();
			assertThat(announcement.path("text").asString()).isEqualTo("Cake at four");
			assertThat(announcement.path("time").asLong()).isPositive();
		}
	}

	@Test
	void announcesNothingWithoutText() {
		assertThatThrownBy(() -> AnnouncerApplication.main(new String[] { "--spring.data.redis.port=" + redis.port() }))
			.hasStackTraceContaining("What shall be announced?");
	}

	private static ConfigurableApplicationContext startServer() {
		return new SpringApplicationBuilder(SampleApplication.class, OwnEventLoops.class).run("--server.port=0",
				"--spring.profiles.active=redis", "--spring.data.redis.port=" + redis.port());
	}

	private static Map<String, ?> sockets(ConfigurableApplicationContext server) {
		return server.getBean(SocketIOServer.class).of(ChatListener.NAMESPACE).sockets();
	}

	private static List<String> history(ConfigurableApplicationContext server) {
		return server.getBean(ChatRooms.class)
			.latestMessages(ChatRooms.LOBBY)
			.stream()
			.map(Payloads.Message::text)
			.toList();
	}

	private ChatUser enter(String nick, ConfigurableApplicationContext server) {
		ChatUser user = user(nick, server);
		user.await("welcome");
		return user;
	}

	private ChatUser user(String nick, ConfigurableApplicationContext server) {
		ChatUser user = new ChatUser(((ReactiveWebServerApplicationContext) server).getWebServer().getPort(), nick);
		this.users.add(user);
		return user;
	}

	private static JSONObject message(String text) {
		return new JSONObject(Map.of("id", ChatUser.newId(), "room", "lobby", "text", text));
	}

	private static List<String> nicks(JsonNode room) {
		return StreamSupport.stream(room.path("nicks").spliterator(), false).map(JsonNode::asString).toList();
	}

	private static List<String> texts(JsonNode array, String field) {
		return StreamSupport.stream(array.spliterator(), false).map((node) -> node.path(field).asString()).toList();
	}

	/** The common ones of a JVM end with the first application that ends. */
	static class OwnEventLoops {

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			return factory;
		}

	}

}
