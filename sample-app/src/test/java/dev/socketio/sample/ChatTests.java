package dev.socketio.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.socketio.sample.ChatUser.Event;
import dev.socketio.server.SocketIOServer;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Drives the protocol of the page through a real port with the official Java client.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ChatTests {

	private static final byte[] PNG_SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };

	@LocalServerPort
	private int port;

	private final List<ChatUser> users = new ArrayList<>();

	@Autowired
	private SocketIOServer server;

	@AfterEach
	void leave() {
		this.users.forEach(ChatUser::close);
		await().until(() -> this.server.of(ChatListener.NAMESPACE).sockets().isEmpty());
	}

	@Test
	void welcomesWithRoomsAndPeople() {
		ChatUser ada = enter("Ada");
		ada.await("presence", (event) -> nicks(event.json()).equals(List.of("Ada")));
		ChatUser grace = newUser("Grace");
		JsonNode welcome = grace.await("welcome").json();
		assertThat(welcome.path("nick").asString()).isEqualTo("Grace");
		JsonNode lobby = welcome.path("joined").path(0);
		assertThat(lobby.path("name").asString()).isEqualTo("lobby");
		assertThat(nicks(lobby)).containsExactly("Ada", "Grace");
		assertThat(texts(welcome.path("rooms"), "name")).startsWith("lobby", "spring", "random");
	}

	@Test
	void tellsWhoComesAndGoes() {
		ChatUser ada = enter("Ada");
		ChatUser grace = enter("Grace");
		ada.await("presence", (event) -> nicks(event.json()).equals(List.of("Ada", "Grace")));
		grace.close();
		ada.await("presence", (event) -> nicks(event.json()).equals(List.of("Ada")));
	}

	@Test
	void refusesNamesThatAreTaken() {
		enter("Ada");
		assertThat(newUser("ADA").await("connect_error").json().path("message").asString()).contains("already here");
	}

	@Test
	void refusesImproperNames() {
		for (String nick : List.of("", " Ada", "<b>Ada</b>", "A".repeat(25))) {
			assertThat(newUser(nick).await("connect_error").json().path("message").asString()).startsWith("Nick names");
		}
	}

	@Test
	void givesTheNameBackToTheTabThatLostItsConnection() {
		String tab = ChatUser.newId();
		ChatUser lost = register(new ChatUser(this.port, "Ada", tab));
		lost.await("welcome");
		ChatUser back = register(new ChatUser(this.port, "Ada", tab));
		assertThat(nicks(back.await("welcome").json().path("joined").path(0))).containsExactly("Ada");
		lost.await("disconnect");
	}

	@Test
	void deliversMessagesAndCountsTheReceivers() {
		ChatUser ada = enter("Ada");
		ChatUser grace = enter("Grace");
		ChatUser linus = enter("Linus");
		String id = ChatUser.newId();
		JsonNode receipt = ada.ask("message", message(id, "lobby", "Hello")).json();
		assertThat(receipt.path("id").asString()).isEqualTo(id);
		for (ChatUser receiver : List.of(grace, linus)) {
			JsonNode message = receiver.await("message").json();
			assertThat(message.path("nick").asString()).isEqualTo("Ada");
			assertThat(message.path("text").asString()).isEqualTo("Hello");
			assertThat(message.path("time").asLong()).isEqualTo(receipt.path("time").asLong());
		}
		JsonNode delivered = ada.await("delivered").json();
		assertThat(delivered.path("id").asString()).isEqualTo(id);
		assertThat(delivered.path("count").asInt()).isEqualTo(2);
	}

	@Test
	void deliversARepeatedMessageOnce() {
		ChatUser ada = enter("Ada");
		ChatUser grace = enter("Grace");
		JSONObject once = message(ChatUser.newId(), "lobby", "Once");
		long time = ada.ask("message", once).json().path("time").asLong();
		assertThat(ada.ask("message", once).json().path("time").asLong()).isEqualTo(time);
		ada.ask("message", message(ChatUser.newId(), "lobby", "Last"));
		grace.await("message", (event) -> event.json().path("text").asString().equals("Once"));
		assertThat(grace.await("message").json().path("text").asString()).isEqualTo("Last");
	}

	@Test
	void refusesTheIdOfSomebodyElsesMessage() {
		ChatUser ada = enter("Ada");
		ChatUser grace = enter("Grace");
		String id = ChatUser.newId();
		ada.ask("message", message(id, "lobby", "Mine"));
		assertThat(grace.ask("message", message(id, "lobby", "Stolen")).error()).startsWith("Somebody else");
	}

	@Test
	void showsWhatWasSaidBefore() {
		ChatUser ada = enter("Ada");
		String id = ChatUser.newId();
		ada.ask("message", message(id, "lobby", "Early"));
		JsonNode lobby = newUser("Grace").await("welcome").json().path("joined").path(0);
		assertThat(texts(lobby.path("messages"), "id")).contains(id);
	}

	@Test
	void keepsRoomsApart() {
		ChatUser ada = enter("Ada");
		ChatUser grace = enter("Grace");
		assertThat(nicks(ada.ask("join", "tea-room").json())).containsExactly("Ada");
		grace.await("rooms", (event) -> event.args().get(0).toString().contains("tea-room"));
		ada.ask("message", message(ChatUser.newId(), "tea-room", "Among us"));
		ada.ask("message", message(ChatUser.newId(), "lobby", "To all"));
		assertThat(grace.await("message").json().path("text").asString()).isEqualTo("To all");
		assertThat(grace.ask("message", message(ChatUser.newId(), "tea-room", "Let me in")).error())
			.isEqualTo("Please join the room first");
	}

	@Test
	void listsRoomsInTheSameOrderHoweverTheyWereJoined() {
		ChatUser ada = enter("Ada");
		ada.ask("join", "zoo");
		ada.ask("join", "random");
		ada.ask("join", "alpha");
		assertThat(texts(newUser("Grace").await("welcome").json().path("rooms"), "name")).containsSubsequence("lobby",
				"spring", "random", "alpha", "zoo");
	}

	@Test
	void forgetsEmptyRooms() {
		ChatUser ada = enter("Ada");
		ada.ask("join", "short-lived");
		ada.await("rooms", (event) -> event.args().get(0).toString().contains("short-lived"));
		assertThat(ada.ask("leave", "short-lived").args()).isEmpty();
		ada.await("rooms", (event) -> !event.args().get(0).toString().contains("short-lived"));
	}

	@Test
	void limitsRooms() {
		ChatUser ada = enter("Ada");
		assertThat(ada.ask("join", "No Room").error()).startsWith("Room names");
		IntStream.range(1, 10).forEach((i) -> ada.ask("join", "room-" + i));
		assertThat(ada.ask("join", "room-10").error()).startsWith("You are in 10 rooms");
	}

	@Test
	void refusesEmptyAndEndlessMessages() {
		ChatUser ada = enter("Ada");
		assertThat(ada.ask("message", message(ChatUser.newId(), "lobby", "  ")).error())
			.isEqualTo("A message needs a text");
		assertThat(ada.ask("message", message(ChatUser.newId(), "lobby", "x".repeat(2001))).error())
			.isEqualTo("A message has at most 2000 characters");
		assertThat(ada.ask("message", message("7", "lobby", "Hello")).error()).isEqualTo("A message needs an id");
	}

	@Test
	void tellsWhoIsTyping() {
		ChatUser ada = enter("Ada");
		ChatUser grace = enter("Grace");
		// volatile: dropped while Grace is between polling and WebSocket
		JsonNode typing = await().until(() -> {
			ada.tell("typing", "lobby", true);
			return grace.next("typing");
		}, Optional::isPresent).orElseThrow().json();
		assertThat(typing.path("nick").asString()).isEqualTo("Ada");
		assertThat(typing.path("active").asBoolean()).isTrue();
	}

	@Test
	void answersProbes() {
		assertThat(enter("Ada").ask("probe").args()).isEmpty();
	}

	@Test
	void deliversPicturesAsBinary() {
		ChatUser ada = enter("Ada");
		ChatUser grace = enter("Grace");
		byte[] content = Arrays.copyOf(PNG_SIGNATURE, 4_000);
		String id = ChatUser.newId();
		JsonNode receipt = ada.ask("picture", picture(id, "A caption"), content).json();
		assertThat(receipt.path("id").asString()).isEqualTo(id);
		Event picture = grace.await("picture");
		assertThat(picture.json().path("text").asString()).isEqualTo("A caption");
		assertThat(picture.json().path("picture").path("type").asString()).isEqualTo("image/png");
		assertThat(picture.binary(1)).isEqualTo(content);
		assertThat(ada.await("delivered").json().path("count").asInt()).isEqualTo(1);
		assertThat(enter("Linus").ask("fetch-picture", id).binary(0)).isEqualTo(content);
	}

	@Test
	void refusesWhatIsNoPicture() {
		ChatUser ada = enter("Ada");
		byte[] script = "<svg onload='alert(1)'/>".getBytes();
		assertThat(ada.ask("picture", picture(ChatUser.newId(), ""), script).error()).startsWith("Only PNG");
		byte[] large = Arrays.copyOf(PNG_SIGNATURE, 512 * 1024 + 1);
		assertThat(ada.ask("picture", picture(ChatUser.newId(), ""), large).error())
			.isEqualTo("A picture has at most 512 KB");
		assertThat(ada.ask("fetch-picture", ChatUser.newId()).error()).isEqualTo("This picture is no longer kept");
	}

	@Test
	void announcesToAllClients() {
		ChatUser ada = enter("Ada");
		ChatUser grace = enter("Grace");
		postAnnouncement("Tea is ready").expectStatus().isAccepted();
		for (ChatUser user : List.of(ada, grace)) {
			assertThat(user.await("announcement").json().path("text").asString()).isEqualTo("Tea is ready");
		}
	}

	@Test
	void refusesEmptyAnnouncements() {
		postAnnouncement(" ").expectStatus().isBadRequest();
	}

	@Test
	void servesThePageWithTheOfficialClient() {
		WebTestClient client = webClient();
		client.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("<script src=\"socket.io.min.js\"",
					"<script src=\"js/main.js\""));
		client.get()
			.uri("/socket.io.min.js")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((script) -> assertThat(script).startsWith("/*!\n * Socket.IO v4."));
	}

	private ChatUser enter(String nick) {
		ChatUser user = newUser(nick);
		user.await("welcome");
		return user;
	}

	private ChatUser newUser(String nick) {
		return register(new ChatUser(this.port, nick));
	}

	private ChatUser register(ChatUser user) {
		this.users.add(user);
		return user;
	}

	private WebTestClient webClient() {
		return WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	private WebTestClient.ResponseSpec postAnnouncement(String text) {
		return webClient().post()
			.uri("/api/announcements")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("text", text))
			.exchange();
	}

	private static JSONObject message(String id, String room, String text) {
		return new JSONObject(Map.of("id", id, "room", room, "text", text));
	}

	private static JSONObject picture(String id, String caption) {
		JSONObject picture = new JSONObject(Map.of("name", "view.png", "type", "text/html", "width", 40, "height", 30));
		return new JSONObject(Map.of("id", id, "room", "lobby", "text", caption, "picture", picture));
	}

	private static List<String> nicks(JsonNode room) {
		return room.path("nicks").valueStream().map(JsonNode::asString).toList();
	}

	private static List<String> texts(JsonNode array, String property) {
		return array.valueStream().map((element) -> element.path(property).asString()).toList();
	}

}
