package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the adapter tells about rooms.
 */
@ServerUnderTest
class RoomEventTests {

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_FEATURES);

	private Client first = clients.connect(Transport.WEBSOCKET);

	private Client second = this.first;

	@BeforeEach
	void connect() {
		this.second = clients.connect(Transport.WEBSOCKET);
		this.first.ask("adapter-log");
	}

	/** No two tests use the same rooms. */
	private String named(String text) {
		return text.replace("log:", "log:" + this.first.id() + ":")
			.replace("#1", this.first.id())
			.replace("#2", this.second.id());
	}

	private JsonNode ask(Client client, String event, String args) {
		return client.ask(event, named(args));
	}

	private void expect(String json) {
		List<JsonNode> expected = Json.parse(named(json)).valueStream().toList();
		String rooms = named("log:");
		List<JsonNode> told = new ArrayList<>();
		Awaitility.await().atMost(Client.TIMEOUT).until(() -> {
			this.first.ask("adapter-log")
				.valueStream()
				.filter((entry) -> entry.get(1).stringValue().startsWith(rooms))
				.forEach(told::add);
			return told.size() >= expected.size();
		});
		assertThat(told).isEqualTo(expected);
	}

	@Test
	void roomIsCreatedBeforeItsFirstMemberJoins() {
		ask(this.first, "join", "'log:a'");
		expect("[['create-room','log:a'],['join-room','log:a','#1']]");
		ask(this.second, "join", "'log:a'");
		expect("[['join-room','log:a','#2']]");
	}

	@Test
	void roomIsDeletedAfterItsLastMemberHasLeft() {
		ask(this.first, "join", "'log:a'");
		ask(this.second, "join", "'log:a'");
		this.first.ask("adapter-log");
		ask(this.first, "leave", "'log:a'");
		expect("[['leave-room','log:a','#1']]");
		ask(this.second, "leave", "'log:a'");
		expect("[['leave-room','log:a','#2'],['delete-room','log:a']]");
	}

	@Test
	void roomsAreJoinedInTheOrderOfTheList() {
		ask(this.first, "join", "['log:b','log:a','log:b']");
		expect("""
				[['create-room','log:b'],['join-room','log:b','#1'],
				 ['create-room','log:a'],['join-room','log:a','#1']]""");
	}

	@Test
	void nothingIsToldWhenNothingChanges() {
		ask(this.first, "join", "'log:a'");
		this.first.ask("adapter-log");
		ask(this.first, "join", "'log:a'");
		ask(this.first, "join", "['log:a']");
		ask(this.first, "join", "[]");
		ask(this.first, "leave", "'log:unknown'");
		ask(this.second, "leave", "'log:a'");
		ask(this.first, "broadcast", "{from:'io',to:['log:a','log:unknown'],event:'hello',args:[]}");
		ask(this.first, "fetch-sockets", "{from:'io',to:['log:a','log:unknown']}");
		expect("[]");
	}

	@Test
	void selectionsTellToo() {
		ask(this.first, "sockets-join", "{from:'io',to:['#1'],rooms:['log:a']}");
		expect("[['create-room','log:a'],['join-room','log:a','#1']]");
		ask(this.first, "sockets-leave", "{from:'io',to:['log:a'],rooms:['log:a','log:b']}");
		expect("[['leave-room','log:a','#1'],['delete-room','log:a']]");
	}

	@Test
	void disconnectionTellsOnce() {
		ask(this.second, "join", "['log:a','log:b']");
		ask(this.first, "join", "'log:b'");
		this.first.ask("adapter-log");
		this.second.send("1");
		this.second.send("0/unknown,");
		this.second.await((packet) -> packet.type() == '4');
		expect("[['leave-room','log:a','#2'],['delete-room','log:a'],['leave-room','log:b','#2']]");
		this.second.link().close();
		clients.awaitGone(this.second);
		expect("[]");
	}

	@Test
	void lossOfTheConnectionEmptiesRooms() {
		ask(this.second, "join", "'log:a'");
		this.first.ask("adapter-log");
		this.second.link().cut();
		Awaitility.await()
			.atMost(Client.TIMEOUT)
			.until(() -> ask(this.first, "fetch-sockets", "{from:'io',to:['log:a']}").isEmpty());
		expect("[['leave-room','log:a','#2'],['delete-room','log:a']]");
	}

}
