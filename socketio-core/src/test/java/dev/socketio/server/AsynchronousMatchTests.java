package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.DecoderLimits;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients whose namespaces are looked up, as in a database, while other things happen.
 */
class AsynchronousMatchTests {

	private final ServerFixture fixture = new ServerFixture((builder) -> builder.maxNamespacesPerConnection(20)
		.cleanupEmptyChildNamespaces(true)
		.decoderLimits(DecoderLimits.builder().maxAuthBytes(1000).build()));

	private final DefaultSocketIOServer server = (DefaultSocketIOServer) this.fixture.server;

	private final Sinks.Empty<Void> gate = Sinks.empty();

	private final List<String> told = new ArrayList<>();

	@BeforeEach
	void prepare() {
		ParentNamespace parent = this.server.of((name, auth) -> name.startsWith("/room-")
				? this.gate.asMono().thenReturn(Map.of("name", name)) : Mono.empty());
		parent.onConnection((socket) -> this.told.add("connect"));
		parent.onDisconnect((socket, reason) -> this.told.add("disconnect"));
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private void match() {
		this.gate.tryEmitEmpty();
		this.fixture.settle();
	}

	private void assertNothingLeft() {
		assertThat(this.server.namespaces()).extracting(Namespace::name).containsExactly("/");
		assertThat(this.server)
			.extracting("context.registry.dynamicNamespaces", InstanceOfAssertFactories.ATOMIC_INTEGER)
			.hasValue(0);
	}

	@Test
	void aClientIsAdmittedWhenItsNamespaceIsFound() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0/room-1,");
		assertThat(client.received()).isEmpty();
		match();
		assertThat(client.received()).singleElement().asString().startsWith("0/room-1,{\"sid\":");
		assertThat(this.fixture.socket(client, "/room-1").namespaceVariables()).isEqualTo(Map.of("name", "/room-1"));
		client.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.told).containsExactly("connect", "disconnect");
		assertNothingLeft();
	}

	@Test
	void aClientThatIsGoneWhenItsNamespaceIsFoundLeavesNothing() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0/room-1,").send("0/room-2,");
		this.fixture.settle();
		client.webSocket.disconnect();
		this.fixture.settle();
		match();
		assertThat(this.told).isEmpty();
		assertThat(client.received()).isEmpty();
		assertNothingLeft();
	}

	@Test
	void aClientThatIsGoneIsNotRefused() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0/room-1,");
		this.fixture.settle();
		client.webSocket.disconnect();
		this.gate.tryEmitError(new IllegalStateException("test"));
		this.fixture.settle();
		assertThat(client.received()).isEmpty();
		assertNothingLeft();
	}

	@Test
	void aSecondConnectWhileTheFirstIsLookedUpClosesTheConnection() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0/room-1,").send("0/room-1,");
		assertThat(client.isClosed()).isTrue();
		match();
		assertThat(client.received()).isEmpty();
		assertNothingLeft();
	}

	@Test
	void namespacesThatAreLookedUpCount() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first);
		for (int i = 0; i < 21; i++) {
			client.send("0/room-" + i + ",");
		}
		assertThat(client.received()).containsExactly("4/room-20,{\"message\":\"Too many namespaces\"}");
		match();
		assertThat(client.received()).hasSize(21).filteredOn((packet) -> packet.startsWith("0/room-")).hasSize(20);
	}

	@Test
	void whatDoesNotMatchDoesNotCountAnyMore() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first);
		for (int i = 0; i < 50; i++) {
			client.send("0/unknown-" + i + ",");
		}
		assertThat(client.received()).hasSize(50).endsWith("4/unknown-49,{\"message\":\"Invalid namespace\"}");
		client.send("0/unknown-1,");
		assertThat(client.received()).as("asked again").hasSize(51);
		assertThat(client.isClosed()).isFalse();
	}

	/** About sixteen payloads of the greatest size may be there at a time. */
	@Test
	void credentialsOfLookUpsCountTogether() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first);
		String auth = "{\"token\":\"" + "x".repeat(900) + "\"}";
		for (int i = 0; i < 20; i++) {
			client.send("0/room-" + i + "," + auth);
		}
		List<String> refused = client.received();
		assertThat(refused).hasSizeBetween(2, 5)
			.last()
			.isEqualTo("4/room-19,{\"message\":\"Authentication payload too large\"}");
		match();
		assertThat(client.received()).hasSize(20);
		client.send("0/room-19," + auth);
		assertThat(client.received()).as("they are kept with the sockets")
			.hasSize(21)
			.last()
			.isEqualTo(refused.get(0).replaceFirst("room-\\d+", "room-19"));
	}

}
