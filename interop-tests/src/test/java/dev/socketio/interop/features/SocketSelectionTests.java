package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Operations on many sockets at once: find them, move them between rooms, disconnect
 * them.
 */
@ServerUnderTest
class SocketSelectionTests {

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_FEATURES);

	/** S is in room a, A in a and b, B in b. */
	private static final String[] NAMES = { "S", "A", "B" };

	private static final String[] ROOMS = { "['sel-a']", "['sel-a','sel-b']", "['sel-b']" };

	private static List<Client> connect(Transport transport) {
		List<Client> all = new ArrayList<>();
		for (String rooms : ROOMS) {
			Client client = clients.connect(transport);
			client.ask("join", rooms);
			all.add(client);
		}
		return all;
	}

	private static String fill(String command, List<Client> all) {
		String filled = command;
		for (int i = 0; i < NAMES.length; i++) {
			filled = filled.replace("#" + NAMES[i], all.get(i).id());
		}
		return filled;
	}

	static Stream<Arguments> selections() {
		return Stream.of(Arguments.of("from:'io',to:['sel-a']", "SA"), Arguments.of("from:'socket',to:['sel-a']", "A"),
				Arguments.of("from:'io',to:['sel-a','sel-b']", "SAB"),
				Arguments.of("from:'io',to:[['sel-a','sel-b']],except:['#A']", "SB"),
				Arguments.of("from:'io',to:['sel-b'],except:['sel-a']", "B"), Arguments.of("from:'io',to:['#B']", "B"),
				Arguments.of("from:'io',to:['unknown']", ""), Arguments.of("from:'io',local:true,to:['sel-b']", "AB"));
	}

	@ParameterizedTest
	@MethodSource("selections")
	void socketsAreFound(String command, String expected) {
		List<Client> all = connect(Transport.WEBSOCKET);
		JsonNode found = all.get(0).ask("fetch-sockets", "{%s}".formatted(fill(command, all)));
		StringBuilder names = new StringBuilder();
		for (int i = 0; i < NAMES.length; i++) {
			String id = all.get(i).id();
			for (JsonNode socket : found) {
				if (socket.get("id").stringValue().equals(id)) {
					names.append(NAMES[i]);
					List<String> rooms = new ArrayList<>(Client.texts(Json.parse(ROOMS[i])));
					rooms.add(id);
					assertThat(Client.texts(socket.get("rooms"))).containsExactlyInAnyOrderElementsOf(rooms);
					assertThat(socket.get("data")).isEqualTo(Json.parse("{}"));
				}
			}
		}
		assertThat(names).hasToString(expected);
		assertThat(found).hasSize(expected.length());
	}

	@Test
	void allSocketsAreFound() {
		List<Client> all = connect(Transport.WEBSOCKET);
		JsonNode found = all.get(0).ask("fetch-sockets", "{from:'io'}");
		assertThat(found.valueStream().map((socket) -> socket.get("id").stringValue()))
			.contains(all.get(0).id(), all.get(1).id(), all.get(2).id())
			.doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("selections")
	void socketsJoinAndLeave(String command, String expected) {
		List<Client> all = connect(Transport.WEBSOCKET);
		String filled = fill(command, all);
		all.get(0).ask("sockets-join", "{%s,rooms:['new-1','new-2']}".formatted(filled));
		for (int i = 0; i < NAMES.length; i++) {
			List<String> rooms = Client.texts(all.get(i).ask("rooms"));
			if (expected.contains(NAMES[i])) {
				assertThat(rooms).as(NAMES[i]).contains("new-1", "new-2");
			}
			else {
				assertThat(rooms).as(NAMES[i]).doesNotContain("new-1", "new-2");
			}
		}
		all.get(0).ask("sockets-leave", "{%s,rooms:'new-1'}".formatted(filled));
		for (int i = 0; i < NAMES.length; i++) {
			List<String> rooms = Client.texts(all.get(i).ask("rooms"));
			assertThat(rooms).as(NAMES[i]).doesNotContain("new-1");
			assertThat(rooms.contains("new-2")).as(NAMES[i]).isEqualTo(expected.contains(NAMES[i]));
		}
	}

	@ParameterizedTest
	@EnumSource
	void selectedSocketsLeaveTheNamespace(Transport transport) {
		List<Client> all = connect(transport);
		Client gone = all.get(2).join("/auth", "{\"token\":\"valid\"}");
		all.get(0).ask("disconnect-sockets", "{from:'io',to:['sel-b'],except:['sel-a'],close:false}");
		assertThat(gone.await((packet) -> packet.type() == '1').text()).isEqualTo("1");
		gone.send("0/unknown,");
		gone.await((packet) -> packet.type() == '4');
		gone.join("/");
		assertThat(gone.ask("transport").isString()).isTrue();
		all.get(0).ask("transport");
		all.get(1).ask("transport");
	}

	@ParameterizedTest
	@EnumSource
	void selectedConnectionsAreClosed(Transport transport) {
		List<Client> all = connect(transport);
		Client gone = all.get(2).join("/auth", "{\"token\":\"valid\"}");
		gone.awaitEvent("/auth", "welcome");
		all.get(0).ask("disconnect-sockets", "{from:'socket',to:['sel-b'],except:['sel-a'],close:true}");
		assertThat(gone.awaitClose()).extracting(Packet::text).containsExactlyInAnyOrder("1", "1/auth,");
		all.get(0).ask("transport");
		all.get(1).ask("transport");
	}

	@ParameterizedTest
	@EnumSource
	void senderMayDisconnectItself(Transport transport) {
		Client client = clients.connect(transport);
		String ack = client.askLater("disconnect-sockets", "{from:'io',to:['%s'],close:true}".formatted(client.id()));
		assertThat(client.awaitClose()).extracting(Packet::text).containsExactly("3" + ack + "[]", "1");
	}

	@ParameterizedTest
	@EnumSource
	void disconnectedSocketIsNotFound(Transport transport) {
		List<Client> all = connect(transport);
		all.get(2).send("1");
		all.get(2).send("0/unknown,");
		all.get(2).await((packet) -> packet.type() == '4');
		assertThat(all.get(0).ask("fetch-sockets", "{from:'io',to:['%s','sel-b']}".formatted(all.get(2).id())))
			.extracting((socket) -> socket.get("id").stringValue())
			.containsExactly(all.get(1).id());
	}

}
