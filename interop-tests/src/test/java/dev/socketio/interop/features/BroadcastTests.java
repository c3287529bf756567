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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who receives a broadcast.
 */
@ServerUnderTest
class BroadcastTests {

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_FEATURES);

	/** The sender is S. Room a has S and A, room b has A and B, no room has N. */
	private static final String[] NAMES = { "S", "A", "B", "N" };

	private static final String[] ROOMS = { "['a']", "['a','b']", "['b','B']", "[]" };

	private List<Client> connect(Transport transport) {
		List<Client> all = new ArrayList<>();
		for (String rooms : ROOMS) {
			Client client = clients.connect(transport);
			client.ask("join", rooms);
			all.add(client);
		}
		return all;
	}

	@ParameterizedTest(name = "{0} {1} reaches {2}")
	@MethodSource
	void reaches(Transport transport, String command, String expected) {
		List<Client> all = connect(transport);
		String filled = command;
		for (int i = 0; i < NAMES.length; i++) {
			filled = filled.replace("#" + NAMES[i], all.get(i).id());
		}
		all.get(0).ask("broadcast", "{%s,event:'hello',args:[1,'x']}".formatted(filled));
		StringBuilder receivers = new StringBuilder();
		for (int i = 0; i < NAMES.length; i++) {
			int count = expected.contains(NAMES[i]) ? 1 : 0;
			for (String args : all.get(i).events("hello", count)) {
				assertThat(args).isEqualTo("[1,\"x\"]");
				receivers.append(NAMES[i]);
			}
		}
		assertThat(receivers).hasToString(expected);
	}

	static Stream<Arguments> reaches() {
		String[][] rows = { { "from:'io'", "SABN" }, { "from:'socket'", "ABN" }, { "from:'io',to:['a']", "SA" },
				{ "from:'io',to:[['a']]", "SA" }, { "from:'socket',to:['a']", "A" }, { "from:'io',to:['b']", "AB" },
				{ "from:'io',to:['a','b']", "SAB" }, { "from:'io',to:[['a','b']]", "SAB" },
				{ "from:'io',to:['a','a',['a']]", "SA" }, { "from:'io',to:['a',['b','B']]", "SAB" },
				{ "from:'socket',to:['a','b']", "AB" }, { "from:'io',to:['unknown']", "" },
				{ "from:'socket',to:['unknown']", "" }, { "from:'io',to:['unknown','b']", "AB" },
				{ "from:'io',except:['a']", "BN" }, { "from:'io',except:['unknown']", "SABN" },
				{ "from:'socket',except:['b']", "N" }, { "from:'socket',except:[['b'],['unknown']]", "N" },
				{ "from:'io',except:['a','b']", "N" }, { "from:'io',except:[['a','b']]", "N" },
				{ "from:'io',to:['a','b'],except:['B']", "SA" }, { "from:'io',to:['a'],except:['b']", "S" },
				{ "from:'io',to:['a'],except:['a']", "" }, { "from:'socket',to:['a'],except:['b']", "" },
				{ "from:'io',to:['#N']", "N" }, { "from:'io',to:['#N','#A','a']", "SAN" },
				{ "from:'io',to:['#S']", "S" }, { "from:'socket',to:['#S']", "" }, { "from:'socket',to:['#N']", "N" },
				{ "from:'io',except:['#N']", "SAB" }, { "from:'io',except:['#S','#A']", "BN" },
				{ "from:'io',to:['a'],except:['#A']", "S" }, { "from:'io',local:true", "SABN" },
				{ "from:'socket',local:true,to:['b']", "AB" }, { "from:'io',compress:true,to:['b']", "AB" },
				{ "from:'io',compress:false,to:['b']", "AB" } };
		return Stream.of(Transport.values())
			.flatMap((transport) -> Stream.of(rows).map((row) -> Arguments.of(transport, row[0], row[1])));
	}

	@Test
	void volatileReachesClientsThatAreReady() {
		List<Client> all = connect(Transport.WEBSOCKET);
		all.get(0).ask("broadcast", "{from:'io',to:['b'],volatile:true,event:'hello',args:[]}");
		assertThat(all.get(1).events("hello", 1)).containsExactly("[]");
		assertThat(all.get(2).events("hello", 1)).containsExactly("[]");
		assertThat(all.get(3).events("hello", 0)).isEmpty();
	}

	@Test
	void broadcastsReachEveryTransport() {
		Client sender = clients.connect(Transport.WEBSOCKET);
		Client poller = clients.connect(Transport.POLLING);
		sender.ask("broadcast", "{from:'io',event:'hello',args:[]}");
		assertThat(poller.events("hello", 1)).containsExactly("[]");
		assertThat(sender.events("hello", 1)).containsExactly("[]");
	}

	@ParameterizedTest
	@EnumSource
	void leftRoomsAreNotReached(Transport transport) {
		List<Client> all = connect(transport);
		Client sender = all.get(0);
		Client other = all.get(1);
		other.ask("leave", "'b'");
		other.ask("leave", "'b'");
		other.ask("leave", "'unknown'");
		sender.ask("broadcast", "{from:'io',to:['b'],event:'hello',args:[]}");
		assertThat(other.events("hello", 0)).isEmpty();
		other.ask("leave", "'%s'".formatted(other.id()));
		sender.ask("broadcast", "{from:'io',to:['%s'],event:'hello',args:[]}".formatted(other.id()));
		assertThat(other.events("hello", 0)).isEmpty();
		sender.ask("broadcast", "{from:'io',event:'hello',args:[]}");
		assertThat(other.events("hello", 1)).containsExactly("[]");
	}

	@ParameterizedTest
	@EnumSource
	void membershipsAreIdempotent(Transport transport) {
		Client client = clients.connect(transport);
		client.ask("join", "'x'");
		client.ask("join", "['x','y','x']");
		client.ask("join", "[]");
		assertThat(Client.texts(client.ask("rooms"))).containsExactlyInAnyOrder(client.id(), "x", "y");
		client.ask("leave", "'x'");
		assertThat(Client.texts(client.ask("rooms"))).containsExactlyInAnyOrder(client.id(), "y");
	}

	@ParameterizedTest
	@EnumSource
	void orderIsKeptBetweenUnicastsAndBroadcasts(Transport transport) {
		Client client = clients.connect(transport);
		StringBuilder expected = new StringBuilder();
		for (int i = 0; i < 50; i++) {
			client.emit("broadcast", "{from:'io',to:['%s'],event:'burst-item',args:[%d]}".formatted(client.id(), i));
			client.emit("burst", "1");
			expected.append('[').append(i).append("][0]");
		}
		assertThat(String.join("", client.events("burst-item", 100))).isEqualTo(expected.toString());
	}

	@ParameterizedTest
	@EnumSource
	void binaryArgumentsReachAllClients(Transport transport) {
		List<Client> all = connect(transport);
		Client sender = all.get(0);
		sender.send("51-9[\"broadcast\",{\"from\":\"io\",\"to\":[\"b\"],\"event\":\"hello\","
				+ "\"args\":[{\"_placeholder\":true,\"num\":0}]}]", new byte[] { 1, 2, 3 });
		sender.answer("9");
		for (Client receiver : all.subList(1, 3)) {
			assertThat(receiver.awaitEvent("hello").text())
				.isEqualTo("51-[\"hello\",{\"_placeholder\":true,\"num\":0}]");
			assertThat(receiver.attachment()).containsExactly(1, 2, 3);
		}
	}

}
