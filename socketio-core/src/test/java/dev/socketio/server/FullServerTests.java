package dev.socketio.server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that has as many dynamic namespaces as it may have.
 */
class FullServerTests {

	private static final String REFUSAL = "4/room-3,{\"message\":\"Too many namespaces\"}";

	private final ServerFixture fixture = new ServerFixture((builder) -> builder.maxDynamicNamespaces(2));

	private final SocketIOServer server = this.fixture.server;

	private ServerFixture.Client present;

	private ServerFixture.Client late;

	@BeforeEach
	void fill() {
		this.server.of(NamespaceMatcher.path("/room-{id}"));
		this.present = this.fixture.connect();
		this.present.send("0/room-1,").send("0/room-2,");
		this.late = this.fixture.connect();
		this.late.send("0/room-3,");
		assertThat(this.late.events()).containsExactly(REFUSAL);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	/** Although a search has found none a moment ago. */
	@Test
	void aNamespaceThatBecomesEmptyMakesRoomAtOnce() {
		this.present.send("1/room-1,");
		this.fixture.settle();
		this.late.send("0/room-3,");
		assertThat(this.late.events()).hasSize(2).last().asString().startsWith("0/room-3,{\"sid\":");
		assertThat(this.server.namespaces()).extracting(Namespace::name)
			.containsExactlyInAnyOrder("/", "/room-2", "/room-3");
	}

	@Test
	void aNamespaceThatTheApplicationAskedForDoesNotMakeRoom() {
		this.server.of("/room-1");
		this.present.send("1/room-1,");
		this.fixture.settle();
		this.late.send("0/room-3,");
		assertThat(this.late.events()).containsExactly(REFUSAL, REFUSAL);
	}

	@Test
	void aNamespaceThatIsPresentTakesMoreClients() {
		this.late.send("0/room-2,");
		assertThat(this.late.events()).hasSize(2).last().asString().startsWith("0/room-2,{\"sid\":");
		this.present.send("1/room-2,");
		this.fixture.settle();
		this.late.send("0/room-3,");
		assertThat(this.late.events()).as("another client is in it").hasSize(3).endsWith(REFUSAL);
	}

	/** The application decides what it has. */
	@Test
	void theApplicationMayAskForMore() {
		assertThat(this.server.of("/room-3").name()).isEqualTo("/room-3");
		this.late.send("0/room-3,").send("0/room-4,");
		assertThat(this.late.events()).hasSize(3).last().isEqualTo(REFUSAL.replace("room-3", "room-4"));
		assertThat(this.late.events().get(1)).startsWith("0/room-3,{\"sid\":");
	}

}
