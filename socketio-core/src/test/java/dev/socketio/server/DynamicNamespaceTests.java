package dev.socketio.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class DynamicNamespaceTests {

	private final ServerFixture fixture = new ServerFixture();

	private final SocketIOServer server = this.fixture.server;

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void equalTemplatesShareTheirRules() {
		this.server.of(NamespaceMatcher.path("/tenant-{id}")).use((socket) -> {
			this.seen.add("middleware " + socket.namespaceVariables());
			return Mono.empty();
		});
		this.server.of(NamespaceMatcher.path("tenant-{id}"))
			.on("e", (socket, event, args, ack) -> this.seen.add("listener"));
		this.fixture.open(this.fixture.first).send("0/tenant-7,").send("2/tenant-7,[\"e\"]");
		this.fixture.settle();
		assertThat(this.seen).containsExactly("middleware {id=7}", "listener");
	}

	@Test
	void equalExpressionsShareTheirRules() {
		ParentNamespace first = this.server.of(Pattern.compile("^/v\\d+$"));
		ParentNamespace otherFlags = this.server.of(Pattern.compile("^/v\\d+$", Pattern.CASE_INSENSITIVE));
		ParentNamespace other = this.server.of(Pattern.compile("^/w\\d+$"));
		assertThat(this.server.of(Pattern.compile("^/v\\d+$"))).isSameAs(first);
		assertThat(List.of(first, otherFlags, other)).doesNotHaveDuplicates();
		this.server.of("/v1");
		this.server.of("/V2");
		assertThat(first.children()).singleElement().returns("/v1", Namespace::name);
		assertThat(otherFlags.children()).singleElement().returns("/V2", Namespace::name);
		assertThat(other.children()).isEmpty();
	}

	@Test
	void differentTemplatesAreAskedInTheirOrder() {
		ParentNamespace first = this.server.of(NamespaceMatcher.path("/a-*"));
		ParentNamespace second = this.server.of(NamespaceMatcher.path("/a-{id}"));
		this.server.of("/a-1");
		assertThat(first).isNotSameAs(second);
		assertThat(first.children()).hasSize(1);
		assertThat(second.children()).isEmpty();
	}

}
