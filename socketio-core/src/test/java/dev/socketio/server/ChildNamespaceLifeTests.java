package dev.socketio.server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Children of dynamic namespaces over the long life of a connection.
 */
class ChildNamespaceLifeTests {

	private ServerFixture fixture = new ServerFixture();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private void use(boolean cleanup) {
		this.fixture.close();
		this.fixture = new ServerFixture(
				(builder) -> builder.maxDynamicNamespacesPerConnection(2).cleanupEmptyChildNamespaces(cleanup));
		this.fixture.server.of(NamespaceMatcher.path("/room-{id}"));
	}

	@Test
	void childrenThatAreGoneDoNotCount() {
		use(true);
		ServerFixture.Client client = this.fixture.connect();
		for (int i = 0; i < 20; i++) {
			client.send("0/room-" + i + ",").send("1/room-" + i + ",");
		}
		assertThat(client.events()).hasSize(20).allSatisfy((packet) -> assertThat(packet).startsWith("0/room-"));
		assertThat(this.fixture.server.namespaces()).hasSize(1);
	}

	/** As in Node.js, unless the application wants it otherwise. */
	@Test
	void aChildThatHadASocketStaysWithoutIt() {
		use(false);
		ServerFixture.Client client = this.fixture.connect();
		client.send("0/room-1,");
		this.fixture.settle();
		Namespace child = this.fixture.server.of("/room-1");
		client.send("0/room-2,").send("1/room-1,").send("1/room-2,");
		this.fixture.settle();
		assertThat(this.fixture.server.namespaces()).extracting(Namespace::name)
			.containsExactlyInAnyOrder("/", "/room-1", "/room-2");
		assertThat(this.fixture.server.of("/room-1")).isSameAs(child);
	}

	@Test
	void anAttachmentWithoutAPacketClosesTheConnection() {
		use(false);
		ServerFixture.Client client = this.fixture.connect();
		client.send(new byte[] { 1, 2, 3 });
		assertThat(client.isClosed()).isTrue();
		assertThat(this.fixture.server.sockets()).isEmpty();
	}

}
