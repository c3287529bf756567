package dev.socketio.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.protocol.Arguments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class DynamicNamespaceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ServerFixture fixture = new ServerFixture();

	private final SocketIOServer server = this.fixture.server;

	private final Arguments noArguments = ((LocalNamespace) this.server.of("/")).arguments(List.of());

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

	@Test
	void clientsThatComeTogetherDoNotPassTheLimit() throws Exception {
		DefaultSocketIOServer limited = (DefaultSocketIOServer) SocketIOServer.builder()
			.maxDynamicNamespaces(10)
			.build();
		limited.of(NamespaceMatcher.path("/{id}"));
		AtomicInteger entered = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		CyclicBarrier start = new CyclicBarrier(4);
		for (int i = 0; i < 4; i++) {
			int thread = i;
			threads.execute(() -> {
				for (int name = 0; name < 20; name++) {
					await(start);
					limited.context()
						.registry()
						.enter("/" + thread + "-" + name, this.noArguments, quota(limited))
						.subscribe((namespace) -> entered.incrementAndGet(), this::refused);
				}
			});
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		assertThat(entered).hasValue(10);
		assertThat(limited.namespaces()).hasSize(11);
		assertThat(this.seen).hasSize(70).containsOnly("Too many namespaces");
	}

	@Test
	void aPlaceIsGivenBackWhenItsNamespaceCannotBeMadeOrGoesAway() {
		AtomicBoolean broken = new AtomicBoolean(true);
		DefaultSocketIOServer limited = (DefaultSocketIOServer) SocketIOServer.builder()
			.maxDynamicNamespaces(1)
			.cleanupEmptyChildNamespaces(true)
			.adapter((namespace) -> {
				if (broken.get() && !namespace.name().equals("/")) {
					throw new IllegalStateException("broken");
				}
				return new InMemoryAdapter(namespace);
			})
			.build();
		limited.of(NamespaceMatcher.path("/{id}"));
		StepVerifier.create(limited.context().registry().enter("/a", this.noArguments, quota(limited)))
			.expectErrorMessage("broken")
			.verify(PATIENCE);
		broken.set(false);
		DefaultNamespace first = limited.context()
			.registry()
			.enter("/a", this.noArguments, quota(limited))
			.block(PATIENCE);
		StepVerifier.create(limited.context().registry().enter("/b", this.noArguments, quota(limited)))
			.expectErrorMessage("Too many namespaces")
			.verify(PATIENCE);
		limited.context().registry().exit(first);
		StepVerifier.create(limited.context().registry().enter("/b", this.noArguments, quota(limited)))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
	}

	private static ChildQuota quota(DefaultSocketIOServer server) {
		return new ChildQuota(server.context().registry(), Integer.MAX_VALUE);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void refused(Throwable error) {
		this.seen.add(String.valueOf(error.getMessage()));
	}

}
