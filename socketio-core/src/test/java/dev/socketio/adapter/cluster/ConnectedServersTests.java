package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSocketsResponse;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.engine.session.FakeWebSocket;
import dev.socketio.engine.session.Loops;
import dev.socketio.engine.session.Requests;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketEncodeException;
import dev.socketio.server.BroadcastOperator;
import dev.socketio.server.RemoteSocket;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Three servers with one client each, whose messages take no time.
 */
class ConnectedServersTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration LONG = Duration.ofHours(1);

	private static final List<String> NAMES = List.of("a", "b", "c");

	private final Loops loops = Loops.of(1);

	private final EventLoop loop = this.loops.next();

	private final ClusterMessageCodec codec = new ClusterMessageCodec(JsonMapper.shared());

	private final Map<String, BusAdapter> adapters = new LinkedHashMap<>();

	private final Map<String, SocketIOServer> servers = new LinkedHashMap<>();

	private final Map<String, FakeWebSocket> clients = new LinkedHashMap<>();

	/** What was published, by the name of the server and the type of the message. */
	private final List<String> published = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		for (String name : NAMES) {
			SocketIOServer server = SocketIOServer.builder()
				.adapter((namespace) -> new BusAdapter(this, namespace, name))
				.build();
			this.servers.put(name, server);
			FakeWebSocket client = FakeWebSocket.open(server.endpoint(), this.loop, Requests.webSocket());
			client.send("40");
			this.clients.put(name, client);
		}
		Loops.settle(this.loop);
		NAMES.forEach((name) -> socket(name).join(name + "-room", "all"));
		this.published.clear();
	}

	@AfterEach
	void stop() {
		this.servers.values().forEach((server) -> server.close().subscribe());
		Loops.settle(this.loop);
		this.loops.close();
	}

	private SocketIOServer server(String name) {
		return this.servers.get(name);
	}

	private Socket socket(String name) {
		assertThat(server(name).sockets()).hasSize(1);
		return server(name).sockets().values().iterator().next();
	}

	/** The packets of a client behind the answer to its CONNECT. */
	private List<String> received(String name) {
		Loops.settle(this.loop);
		List<String> frames = this.clients.get(name).frames();
		return frames.subList(2, frames.size()).stream().map((frame) -> frame.substring(1)).toList();
	}

	private void assertReceived(String packet, String... names) {
		for (String name : NAMES) {
			if (Arrays.asList(names).contains(name)) {
				assertThat(received(name)).as(name).containsOnlyOnce(packet);
			}
			else {
				assertThat(received(name)).as(name).doesNotContain(packet);
			}
		}
	}

	@Test
	void eventsReachTheClientsOfAllServers() {
		server("a").emit("all", 1);
		server("b").to("a-room", "c-room").emit("rooms");
		server("c").except("a-room").emit("others");
		server("a").local().emit("local");
		assertReceived("2[\"all\",1]", "a", "b", "c");
		assertReceived("2[\"rooms\"]", "a", "c");
		assertReceived("2[\"others\"]", "b", "c");
		assertReceived("2[\"local\"]", "a");
		assertThat(this.published).containsExactly("a 3", "b 3", "c 3");
	}

	@Test
	void socketsOfAllServersJoinAndLeave() {
		server("a").in("b-room").socketsJoin("new");
		assertThat(socket("b").rooms()).contains("new");
		assertThat(socket("a").rooms()).doesNotContain("new");
		server("b").socketsJoin("members");
		server("c").socketsLeave("all");
		for (String name : NAMES) {
			assertThat(socket(name).rooms()).contains("members").doesNotContain("all");
		}
		server("a").local().socketsJoin("here");
		server("a").local().socketsLeave("members");
		assertThat(socket("a").rooms()).contains("here").doesNotContain("members");
		assertThat(socket("b").rooms()).doesNotContain("here").contains("members");
		assertThat(this.published).containsExactly("a 4", "b 4", "c 5");
	}

	@Test
	void socketsOfAllServersAreDisconnected() {
		server("a").local().disconnectSockets();
		assertThat(received("a")).containsExactly("1");
		assertThat(this.published).isEmpty();
		server("a").in("b-room").disconnectSockets();
		server("a").in("c-room").disconnectSockets(true);
		Loops.settle(this.loop);
		assertThat(server("b").sockets()).isEmpty();
		assertThat(server("c").sockets()).isEmpty();
		assertThat(this.clients.get("b").isClosedByServer()).isFalse();
		assertThat(this.clients.get("c").isClosedByServer()).isTrue();
	}

	@Test
	void socketsOfAllServersAreFound() {
		assertThat(server("a").fetchSockets().map(RemoteSocket::id).collectList().block(PATIENCE))
			.containsExactly(socket("a").id(), socket("b").id(), socket("c").id());
		assertThat(server("a").in("c-room").fetchSockets().map(RemoteSocket::id).collectList().block(PATIENCE))
			.containsExactly(socket("c").id());
		this.published.clear();
		assertThat(server("a").local().fetchSockets().map(RemoteSocket::id).collectList().block(PATIENCE))
			.containsExactly(socket("a").id());
		assertThat(this.published).isEmpty();
	}

	@Test
	void clientsOfAllServersAcknowledge() {
		Mono<List<Arguments>> answers = server("a").timeout(LONG).emitWithAck("ask");
		assertReceived("20[\"ask\"]", "a", "b", "c");
		this.clients.get("a").send("430[\"yes\"]");
		this.clients.get("b").send("430[]");
		this.clients.get("c").send("430[{\"x\":1},\"ignored\"]");
		Loops.settle(this.loop);
		StepVerifier.create(answers).assertNext((list) -> {
			assertThat(list).hasSize(3);
			assertThat(list.get(0).get(0)).isEqualTo("yes");
			assertThat(list.get(1).size()).isZero();
			assertThat(list.get(2).toList()).isEqualTo(List.of(Map.of("x", 1)));
		}).expectComplete().verify(PATIENCE);
		this.published.clear();
		Mono<List<Arguments>> local = server("b").local().timeout(LONG).emitWithAck("here");
		assertReceived("21[\"here\"]", "b");
		this.clients.get("b").send("431[2]");
		StepVerifier.create(local).assertNext((list) -> assertThat(list).hasSize(1)).expectComplete().verify(PATIENCE);
		assertThat(this.published).isEmpty();
	}

	@Test
	void serversTellAndAskEachOther() {
		List<String> told = new ArrayList<>();
		for (String name : NAMES) {
			server(name).onServerSide("tell", (args, ack) -> told.add(name + args.toList() + ack.isRequested()));
			server(name).onServerSide("ask", (args, ack) -> {
				if (!name.equals("b")) {
					ack.send("from " + name, "ignored");
				}
				else {
					ack.send();
				}
			});
		}
		StepVerifier.create(server("a").serverSideEmit("tell", 1, "x")).expectComplete().verify(PATIENCE);
		assertThat(told).containsExactly("b[1, x]false", "c[1, x]false");
		StepVerifier.create(server("a").serverSideEmitWithAck("ask")).assertNext((answers) -> {
			assertThat(answers).hasSize(2);
			assertThat(answers.get(0).size()).isZero();
			assertThat(answers.get(1).toList()).containsExactly("from c");
		}).expectComplete().verify(PATIENCE);
	}

	/** Without a subscriber to the result. */
	@Test
	void serversAreAskedAtOnce() {
		server("a").serverSideEmitWithAck("ask");
		assertThat(this.published).containsExactly("a 9");
	}

	@Test
	void hooksOfAllServersAnswer() {
		NAMES.forEach((name) -> server(name).adapter().customHook((data) -> name + data.get(0)));
		assertThat(server("b").adapter().customRequest(7).block(PATIENCE)).extracting((answer) -> answer.get(0))
			.containsExactly("b7", "a7", "c7");
		assertThat(server("b").adapter().customRequest(null).block(PATIENCE)).extracting((answer) -> answer.get(0))
			.containsExactly("bnull", "anull", "cnull");
	}

	@Test
	void whatADistantServerCannotDoIsItsOwnError() {
		List<Throwable> errors = new ArrayList<>();
		BusAdapter adapter = this.adapters.get("b");
		adapter.errors().subscribe(errors::add);
		adapter.broken = true;
		Mono<List<Arguments>> answers = server("a").serverSideEmitWithAck("ask");
		adapter.receive("a",
				this.codec.read(7,
						JsonMapper.shared()
							.readTree("{\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}},\"requestId\":\"x\"}"),
						"/"),
				null);
		assertThat(errors).singleElement().satisfies((error) -> assertThat(error).hasMessage("broken"));
		answers.subscribe((list) -> {
		}, (error) -> {
		});
	}

	@Test
	void aBroadcastThatIsNotSentIsAnError() {
		BusAdapter adapter = this.adapters.get("a");
		List<Throwable> errors = new ArrayList<>();
		adapter.errors().subscribe(errors::add);
		adapter.sent = Mono.error(new IllegalStateException("not sent"));
		server("a").timeout(LONG).emitWithAck("ask");
		assertThat(errors).singleElement().satisfies((error) -> assertThat(error).hasMessage("not sent"));
		StepVerifier.create(server("a").serverSideEmit("tell")).expectErrorMessage("not sent").verify(PATIENCE);
		StepVerifier.create(server("a").serverSideEmitWithAck("ask")).expectErrorMessage("not sent").verify(PATIENCE);
		assertThat(adapter).extracting("requests.requests").isEqualTo(Map.of());
	}

	@Test
	void aBroadcastThatCannotBeWrittenIsNotWaitedFor() {
		Object unwritable = new Object() {

			@SuppressWarnings("unused")
			public String getValue() {
				throw new IllegalStateException("test");
			}

		};
		BroadcastOperator operator = server("a").timeout(LONG);
		assertThatExceptionOfType(PacketEncodeException.class)
			.isThrownBy(() -> operator.emitWithAck("ask", unwritable));
		assertThat(this.adapters.get("a")).extracting("requests.ackRequests").isEqualTo(Map.of());
		assertReceived("20[\"ask\"]");
	}

	@Test
	void aServerThatLeavesIsNotWaitedFor() {
		this.adapters.get("c").silent = true;
		Mono<List<Arguments>> answers = server("a").serverSideEmitWithAck("ask");
		BusAdapter adapter = this.adapters.get("a");
		NAMES.forEach((name) -> server(name).onServerSide("later", (args, ack) -> ack.send(name)));
		Mono<List<Arguments>> later = server("a").serverSideEmitWithAck("later");
		adapter.left("b", System.nanoTime() - PATIENCE.toNanos());
		adapter.left("c", System.nanoTime() - PATIENCE.toNanos());
		StepVerifier.create(answers).expectNext(List.of()).expectComplete().verify(PATIENCE);
		StepVerifier.create(later).assertNext((list) -> assertThat(list).hasSize(1)).expectComplete().verify(PATIENCE);
	}

	@Test
	void aServerIsNotWaitedForLongerThanTheCallSays() {
		this.adapters.get("b").silent = true;
		server("c").onServerSide("ask", (args, ack) -> ack.send("from c"));
		StepVerifier.create(server("a").serverSideEmitWithAck(Duration.ofMillis(100), "ask"))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(RequestTimeoutException.class,
					(timeout) -> assertThat(timeout.responses()).singleElement()
						.isInstanceOfSatisfying(Arguments.class,
								(answer) -> assertThat(answer.toList()).containsExactly("from c"))))
			.verify(PATIENCE);
		assertThat(this.adapters.get("a")).extracting("requests.requests").isEqualTo(Map.of());
	}

	@Test
	void requestsEndWithTheAdapter() {
		BusAdapter adapter = this.adapters.get("a");
		this.adapters.get("b").silent = true;
		Mono<List<Arguments>> answers = server("a").serverSideEmitWithAck("ask");
		adapter.close().block(PATIENCE);
		StepVerifier.create(answers).expectErrorMessage("The adapter of namespace / is closed").verify(PATIENCE);
		assertThat(adapter).extracting("requests.requests").isEqualTo(Map.of());
		StepVerifier.create(server("a").serverSideEmitWithAck("ask"))
			.expectErrorMessage("The adapter of namespace / is closed")
			.verify(PATIENCE);
	}

	@Test
	void aServerIgnoresItsOwnMessages() {
		BusAdapter adapter = this.adapters.get("a");
		adapter.receive("a", new ClusterMessage.SocketsJoin(BroadcastOptions.ALL, Set.of("new")), null);
		assertThat(socket("a").rooms()).doesNotContain("new");
		adapter.receive("b", new ClusterMessage.SocketsJoin(BroadcastOptions.ALL, Set.of("new")), null);
		assertThat(socket("a").rooms()).contains("new");
	}

	@Test
	void answersAreToldFromRequests() {
		BusAdapter adapter = this.adapters.get("a");
		assertThat(adapter.receiveResponse("b", new FetchSocketsResponse("unknown", List.of()))).isTrue();
		assertThat(adapter.receiveResponse("b", new Heartbeat())).isFalse();
		assertThat(adapter.uid()).isEqualTo("a");
		assertThat(adapter.requestTimeout()).isEqualTo(LONG);
	}

	/**
	 * Without offsets, nothing waits for the transport, and nothing is added to events.
	 */
	@Test
	void offsetsThatTheTransportDoesNotPromiseAreIgnored() {
		BusAdapter adapter = this.adapters.get("a");
		adapter.offset = Mono.never();
		server("a").emit("own");
		adapter.receive("b", this.codec.read(3, JsonMapper.shared()
			.readTree(
					"{\"packet\":{\"type\":2,\"data\":[\"theirs\"]},\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}}"),
				"/"), "7");
		assertThat(received("a")).containsExactly("2[\"own\"]", "2[\"theirs\"]");
	}

	// what is counted

	@Test
	void everythingIsCounted() {
		ClusterStatistics statistics = new ClusterStatistics();
		List<Throwable> errors = new ArrayList<>();
		statistics.errors().subscribe(errors::add);
		IllegalStateException failed = new IllegalStateException("failed");
		IllegalStateException gap = new IllegalStateException("gap");
		IllegalStateException error = new IllegalStateException("error");
		for (int i = 0; i < 5; i++) {
			statistics.published();
		}
		for (int i = 0; i < 4; i++) {
			statistics.received();
		}
		for (int i = 0; i < 3; i++) {
			statistics.ignored("channel", "reason");
		}
		statistics.publicationFailed(failed);
		statistics.publicationFailed(failed);
		statistics.gap(gap);
		statistics.error(error);
		assertThat(statistics.publishedMessages()).isEqualTo(5);
		assertThat(statistics.receivedMessages()).isEqualTo(4);
		assertThat(statistics.ignoredMessages()).isEqualTo(3);
		assertThat(statistics.failedPublications()).isEqualTo(2);
		assertThat(statistics.gaps()).isOne();
		assertThat(errors).containsExactly(failed, failed, gap, error);
	}

	@Test
	void idsAreRandom() {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			ids.add(ServerId.random());
		}
		assertThat(ids).doesNotHaveDuplicates().allSatisfy((id) -> assertThat(id).matches("[0-9a-f]{16}"));
	}

	/** Publishes to the other servers, with the content that would be on the wire. */
	private static final class BusAdapter extends ClusterAdapter {

		private final ConnectedServersTests test;

		private boolean silent;

		private boolean broken;

		private Mono<Void> sent = Mono.empty();

		private Mono<String> offset = Mono.empty();

		BusAdapter(ConnectedServersTests test, LocalNamespace namespace, String uid) {
			super(namespace, uid, LONG, new ClusterStatistics());
			this.test = test;
			if (namespace.name().equals("/")) {
				test.adapters.put(uid, this);
			}
		}

		private ClusterMessage copy(ClusterMessage message) {
			JsonNode content = this.test.codec.write(message);
			ClusterMessage copy = this.test.codec.read(message.type(),
					(content != null) ? content : JsonMapper.shared().missingNode(), namespace().name());
			if (copy == null) {
				throw new IllegalStateException("unknown message " + message);
			}
			return copy;
		}

		@Override
		public Mono<Integer> serverCount() {
			return Mono.just(NAMES.size());
		}

		@Override
		protected Publication publish(ClusterMessage message) {
			ClusterMessage copy = copy(message);
			this.test.published.add(uid() + " " + message.type());
			this.test.adapters.forEach((name, adapter) -> {
				if (adapter != this && !adapter.silent) {
					adapter.receive(uid(), copy, null);
				}
			});
			return new Publication(this.offset, this.sent);
		}

		@Override
		protected Mono<Void> respond(String requester, ClusterMessage message) {
			if (this.broken) {
				return Mono.error(new IllegalStateException("broken"));
			}
			Adapter adapter = this.test.adapters.get(requester);
			((BusAdapter) adapter).receiveResponse(uid(), copy(message));
			return Mono.empty();
		}

	}

}
