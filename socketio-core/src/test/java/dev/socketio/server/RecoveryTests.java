package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryTests {

	private static final Pattern PID = Pattern.compile("\"pid\":\"([^\"]+)\"");

	private static final Pattern OFFSET = Pattern.compile("\"([^\"]+)\"]$");

	private final ServerFixture fixture = new ServerFixture((builder) -> builder.recovery(RecoveryOptions.DEFAULT));

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private static String find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group(1);
	}

	/** An adapter may deliver later than it stores. */
	@Test
	void whatWasReplayedIsNotSentAgain() {
		ServerFixture.Client client = this.fixture.connect();
		String pid = find(PID, client.received().get(0));
		this.fixture.server.emit("news", "first");
		String offset = find(OFFSET, client.events().get(0));
		client.webSocket.disconnect();
		this.fixture.settle();
		this.fixture.server.emit("news", "missed");
		ServerFixture.Client back = this.fixture.open(this.fixture.second);
		back.send("0{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
		this.fixture.settle();
		String missed = find(OFFSET, back.received().get(0));
		assertThat(back.id()).isEqualTo(client.id());
		this.fixture.server.asVolatile().emit("news", "missed", missed);
		this.fixture.server.asVolatile().emit("news", "volatile");
		this.fixture.server.emit("news", "fresh");
		List<String> events = back.received().stream().filter((packet) -> packet.startsWith("2")).toList();
		assertThat(events).hasSize(3);
		assertThat(events.get(0)).isEqualTo("2[\"news\",\"missed\",\"" + missed + "\"]");
		assertThat(events.get(1)).isEqualTo("2[\"news\",\"volatile\"]");
		assertThat(events.get(2)).startsWith("2[\"news\",\"fresh\",");
	}

	/** Between the two it would get a new session. */
	@Test
	void clientFindsItsSocketUntilItFindsItsSession() {
		List<Boolean> found = new ArrayList<>();
		ServerFixture observed = new ServerFixture((builder) -> builder.recovery(RecoveryOptions.DEFAULT)
			.adapter((namespace) -> new InMemoryAdapter(namespace) {

				@Override
				public void persistSession(Session session) {
					super.persistSession(session);
					DefaultSocketIOServer server = (DefaultSocketIOServer) ((Namespace) namespace).server();
					found.add(server.context().byPrivateId().containsKey(session.pid()));
				}

			}));
		try (observed) {
			ServerFixture.Client client = observed.connect();
			client.webSocket.disconnect();
			observed.settle();
			assertThat(found).containsExactly(true);
			assertThat(((DefaultSocketIOServer) observed.server).context().byPrivateId()).isEmpty();
		}
	}

}
