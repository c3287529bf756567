package dev.socketio.interop.features;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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

	private void expect(String json) {
		assertThat(this.first.ask("adapter-log"))
			.isEqualTo(Json.parse(json.replace("#1", this.first.id()).replace("#2", this.second.id())));
	}

	@Test
	void roomIsCreatedBeforeItsFirstMemberJoins() {
		this.first.ask("join", "'log:a'");
		expect("[['create-room','log:a'],['join-room','log:a','#1']]");
		this.second.ask("join", "'log:a'");
		expect("[['join-room','log:a','#2']]");
	}

	@Test
	void roomIsDeletedAfterItsLastMemberHasLeft() {
		this.first.ask("join", "'log:a'");
		this.second.ask("join", "'log:a'");
		this.first.ask("adapter-log");
		this.first.ask("leave", "'log:a'");
		expect("[['leave-room','log:a','#1']]");
		this.second.ask("leave", "'log:a'");
		expect("[['leave-room','log:a','#2'],['delete-room','log:a']]");
	}

	@Test
	void roomsAreJoinedInTheOrderOfTheList() {
		this.first.ask("join", "['log:b','log:a','log:b']");
		expect("""
				[['create-room','log:b'],['join-room','log:b','#1'],
				 ['create-room','log:a'],['join-room','log:a','#1']]""");
	}

	@Test
	void nothingIsToldWhenNothingChanges() {
		this.first.ask("join", "'log:a'");
		this.first.ask("adapter-log");
		this.first.ask("join", "'log:a'");
		this.first.ask("join", "['log:a']");
		this.first.ask("join", "[]");
		this.first.ask("leave", "'log:unknown'");
		this.second.ask("leave", "'log:a'");
		this.first.ask("broadcast", "{from:'io',to:['log:a','log:unknown'],event:'hello',args:[]}");
		this.first.ask("fetch-sockets", "{from:'io',to:['log:a','log:unknown']}");
		expect("[]");
	}

	@Test
	void selectionsTellToo() {
		this.first.ask("sockets-join", "{from:'io',to:['#1'],rooms:['log:a']}".replace("#1", this.first.id()));
		expect("[['create-room','log:a'],['join-room','log:a','#1']]");
		this.first.ask("sockets-leave", "{from:'io',to:['log:a'],rooms:['log:a','log:b']}");
		expect("[['leave-room','log:a','#1'],['delete-room','log:a']]");
	}

	@Test
	void disconnectionTellsOnce() {
		this.second.ask("join", "['log:a','log:b']");
		this.first.ask("join", "'log:b'");
		this.first.ask("adapter-log");
		this.second.send("1");
		this.second.send("0/unknown,");
		this.second.await((packet) -> packet.type() == '4');
		expect("[['leave-room','log:a','#2'],['delete-room','log:a'],['leave-room','log:b','#2']]");
		this.second.link().close();
		this.first.ask("transport");
		expect("[]");
	}

	@Test
	void lossOfTheConnectionEmptiesRooms() {
		this.second.ask("join", "'log:a'");
		this.first.ask("adapter-log");
		this.second.link().cut();
		Awaitility.await()
			.atMost(Client.TIMEOUT)
			.until(() -> this.first.ask("fetch-sockets", "{from:'io',to:['log:a']}").isEmpty());
		expect("[['leave-room','log:a','#2'],['delete-room','log:a']]");
	}

}
