package dev.socketio.adapter.cluster.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.RoomLimits;
import dev.socketio.adapter.cluster.ClusterMember;
import dev.socketio.adapter.cluster.ClusterMessage.AdapterClose;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSocketsResponse;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.protocol.PacketEncodeException;
import dev.socketio.protocol.PacketFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;

/**
 * What servers say to each other over a channel, and when.
 */
class ClusterChannelTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final TestBus bus = new TestBus();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final List<Consumer<List<?>>> answers = new CopyOnWriteArrayList<>();

	private final ClusterChannel channel = new ClusterChannel(this.bus, ChannelOptions.DEFAULT, JsonMapper.shared());

	@AfterEach
	void close() {
		this.channel.close().block(TIMEOUT);
	}

	private LocalNamespace namespace(String name) {
		LocalNamespace namespace = Mockito.mock(LocalNamespace.class);
		Mockito.when(namespace.name()).thenReturn(name);
		Mockito.when(namespace.roomLimits()).thenReturn(RoomLimits.DEFAULT);
		Mockito.doAnswer((call) -> {
			Consumer<List<?>> answer = call.getArgument(2);
			if (answer != null) {
				this.answers.add(answer);
			}
			return this.events.add(name + " " + call.getArgument(0));
		}).when(namespace).receiveServerSideEvent(anyString(), any(), any());
		return namespace;
	}

	private ClusterMember enter(String name) {
		return this.channel.create(namespace(name));
	}

	private void receive(String json) {
		this.bus.inbox.receive(() -> Envelope.read(JsonMapper.shared().readTree(json.replace('\'', '"'))), null);
	}

	private static int count(ClusterMember member) {
		return member.serverCount().blockOptional(TIMEOUT).orElseThrow();
	}

	@Test
	void messagesWaitUntilTheChannelIsOpen() {
		ClusterMember member = enter("/");
		Mono<Void> sent = member.serverSideEmit("e", List.of());
		assertThat(this.channel.isUp()).isFalse();
		assertThat(this.bus.types()).isEmpty();
		this.channel.open().block(TIMEOUT);
		StepVerifier.create(sent).expectComplete().verify(TIMEOUT);
		assertThat(this.channel.isUp()).isTrue();
		// an answer to an earlier announcement would not have arrived
		assertThat(this.bus.types()).containsExactly(ServerSideEmit.TYPE, InitialHeartbeat.TYPE);
	}

	@Test
	void canBeOpenedAgainAfterAFailure() {
		enter("/").serverSideEmit("e", List.of());
		this.bus.failure = new IOException("not there");
		StepVerifier.create(this.channel.open()).expectError(IOException.class).verify(TIMEOUT);
		assertThat(this.bus.types()).isEmpty();
		assertThat(this.channel.isUp()).isFalse();
		this.bus.failure = null;
		this.channel.open().block(TIMEOUT);
		assertThat(this.bus.types()).containsExactly(ServerSideEmit.TYPE, InitialHeartbeat.TYPE);
	}

	@Test
	void oneReceiverServesAllNamespaces() {
		this.channel.open().block(TIMEOUT);
		enter("/");
		enter("/chat");
		receive("{'type':9,'data':{'packet':['one']},'uid':'other','nsp':'/'}");
		receive("{'type':9,'data':{'packet':['two']},'uid':'other','nsp':'/chat'}");
		receive("{'type':9,'data':{'packet':['three']},'uid':'other','nsp':'/elsewhere'}");
		receive("{'type':9,'data':{'packet':['four']},'uid':'other'}");
		assertThat(this.events).containsExactly("/ one", "/chat two");
		assertThat(this.channel.statistics().receivedMessages()).isEqualTo(2);
		assertThat(this.channel.statistics().ignoredMessages()).isZero();
	}

	@Test
	void ignoresItsOwnMessagesAndAnswersForOthers() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		receive("{'type':9,'data':{'packet':['own']},'uid':'" + member.uid() + "','nsp':'/'}");
		Envelope answer = new Envelope(FetchSocketsResponse.TYPE, JsonMapper.shared().readTree("{}"), "other", "/",
				"another");
		this.bus.inbox.receive(() -> answer, null);
		assertThat(this.events).isEmpty();
		assertThat(this.channel.statistics().receivedMessages()).isZero();
		assertThat(this.channel.statistics().ignoredMessages()).isZero();
	}

	@Test
	void messagesThatAreNotNeededAreNotDecoded() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		Envelope own = Envelope.of(ServerSideEmit.TYPE, null, member.uid(), "/");
		Envelope elsewhere = Envelope.of(ServerSideEmit.TYPE, null, "other", "/elsewhere");
		Envelope answer = Envelope.of(FetchSocketsResponse.TYPE, null, "other", "/").to("another");
		List<Envelope> decoded = new ArrayList<>();
		for (Envelope header : List.of(own, elsewhere, answer, answer.to(member.uid()))) {
			this.bus.inbox.receive(header, () -> {
				decoded.add(header);
				throw new PacketFormatException("no message");
			}, null);
		}
		assertThat(decoded).containsExactly(answer.to(member.uid()));
		assertThat(this.channel.statistics().ignoredMessages()).isEqualTo(1);
	}

	@Test
	void answersHaveAnAddressee() {
		this.channel.open().block(TIMEOUT);
		enter("/");
		receive("{'type':7,'data':{'opts':{'rooms':[],'except':[],'flags':{}},'requestId':'r'},'uid':'other',"
				+ "'nsp':'/'}");
		BusMessage last = this.bus.sent.get(this.bus.sent.size() - 1);
		assertThat(last.header().type()).isEqualTo(FetchSocketsResponse.TYPE);
		assertThat(last.header().requester()).isEqualTo("other");
		assertThat(EnvelopeFormat.read(last.payload()).data().path("requestId").stringValue()).isEqualTo("r");
	}

	@Test
	void serversAreCountedByTheirMessages() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		receive("{'type':1,'uid':'a','nsp':'/'}");
		receive("{'type':9,'data':{'packet':['e']},'uid':'b','nsp':'/'}");
		receive("{'type':2,'uid':'c','nsp':'/elsewhere'}");
		receive("{'type':9,'data':{'packet':['e']},'uid':'" + ServerId.EMITTER + "','nsp':'/'}");
		receive("{'type':9,'data':{'packet':['e']},'nsp':'/'}");
		assertThat(count(member)).isEqualTo(3);
		assertThat(this.bus.types()).containsExactly(InitialHeartbeat.TYPE, Heartbeat.TYPE);
	}

	@Test
	void goodbyesAreUnderstood() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		receive("{'type':2,'uid':'a','nsp':'/'}");
		receive("{'type':2,'uid':'b','nsp':'/'}");
		receive("{'type':13,'uid':'a','nsp':'/'}");
		assertThat(count(member)).isEqualTo(2);
	}

	@Test
	void goodbyesAreSaidBehindAllOtherMessages() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		member.serverSideEmit("e", List.of());
		member.close().block(TIMEOUT);
		receive("{'type':1,'uid':'a','nsp':'/'}");
		assertThat(this.bus.types()).containsExactly(InitialHeartbeat.TYPE, ServerSideEmit.TYPE, AdapterClose.TYPE);
		assertThat(this.bus.topics).containsExactly("+/", "-/");
	}

	/** Otherwise the other servers would count this one again. */
	@Test
	void nothingFollowsTheGoodbye() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		receive("{'type':9,'data':{'packet':['ask'],'requestId':'r'},'uid':'other','nsp':'/'}");
		assertThat(this.answers).hasSize(1);
		member.close().block(TIMEOUT);
		this.answers.forEach((answer) -> answer.accept(List.of("late")));
		member.serverSideEmit("e", List.of()).block(TIMEOUT);
		assertThat(this.bus.types()).containsExactly(InitialHeartbeat.TYPE, AdapterClose.TYPE);
	}

	@Test
	void aNamespaceThatIsCreatedAgainReceives() {
		this.channel.open().block(TIMEOUT);
		ClusterMember first = enter("/");
		ClusterMember second = enter("/");
		first.close().block(TIMEOUT);
		receive("{'type':9,'data':{'packet':['e']},'uid':'other','nsp':'/'}");
		assertThat(this.events).containsExactly("/ e");
		assertThat(second.uid()).isNotEqualTo(first.uid());
	}

	@Test
	void goodbyesAreSaidWhileNothingIsReceived() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		this.bus.listening = false;
		member.close().block(TIMEOUT);
		assertThat(this.bus.types()).containsExactly(InitialHeartbeat.TYPE, AdapterClose.TYPE);
	}

	@Test
	void doesNotWaitForABusThatIsDownWhenANamespaceIsClosed() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		this.bus.down = true;
		member.serverSideEmit("e", List.of());
		long waiting = this.bus.types().size();
		StepVerifier.create(member.close()).expectComplete().verify(TIMEOUT);
		assertThat(this.bus.types()).hasSize((int) waiting).doesNotContain(AdapterClose.TYPE);
	}

	@Test
	void doesNotWaitForAChannelThatIsNotOpenWhenANamespaceIsClosed() {
		ClusterMember member = enter("/");
		member.close().block(TIMEOUT);
		this.channel.open().block(TIMEOUT);
		assertThat(this.bus.types()).isEmpty();
	}

	/** Other servers get nothing from this one. */
	@Test
	void messagesThatCannotBeEncodedDoNotReplaceHeartbeats() {
		ClusterChannel quick = new ClusterChannel(this.bus,
				ChannelOptions.builder().heartbeats(Duration.ofMillis(300), TIMEOUT).build(), JsonMapper.shared());
		quick.open().block(TIMEOUT);
		ClusterMember member = quick.create(namespace("/"));
		this.bus.unencodable = ServerSideEmit.TYPE;
		await().pollInterval(Duration.ofMillis(10)).atMost(TIMEOUT).until(() -> {
			assertThatExceptionOfType(PacketEncodeException.class)
				.isThrownBy(() -> member.serverSideEmit("e", List.of()).block(TIMEOUT));
			return this.bus.types().contains(Heartbeat.TYPE);
		});
		member.close().block(TIMEOUT);
	}

	@Test
	void malformedMessagesAndFailuresDoNotAffectTheNextOnes() {
		this.channel.open().block(TIMEOUT);
		enter("/");
		receive("[]");
		receive("{'type':99,'uid':'a','nsp':'/'}");
		receive("{'type':9,'data':{},'uid':'a','nsp':'/'}");
		this.bus.inbox.receive(() -> {
			throw new PacketFormatException("no message");
		}, null);
		assertThat(this.channel.statistics().ignoredMessages()).isEqualTo(4);
		List<Throwable> errors = new ArrayList<>();
		this.channel.statistics().errors().subscribe(errors::add);
		this.bus.inbox.receive(() -> {
			throw new NoClassDefFoundError("test");
		}, null);
		assertThat(errors).hasSize(1).hasOnlyElementsOfType(NoClassDefFoundError.class);
		receive("{'type':9,'data':{'packet':['e']},'uid':'other','nsp':'/'}");
		assertThat(this.events).containsExactly("/ e");
	}

	@Test
	void repeatedMessagesAreRecognized() {
		this.channel.open().block(TIMEOUT);
		assertThat(this.bus.inbox.isNew("1")).isTrue();
		assertThat(this.bus.inbox.isNew("1")).isFalse();
		for (int i = 2; i <= 10_000; i++) {
			assertThat(this.bus.inbox.isNew("" + i)).isTrue();
		}
		assertThat(this.bus.inbox.isNew("1")).isFalse();
		assertThat(this.bus.inbox.isNew("10001")).isTrue();
		// forgotten once enough other ids have come
		assertThat(this.bus.inbox.isNew("1")).isTrue();
		assertThat(this.bus.inbox.isNew("10000")).isFalse();
	}

	@Test
	void announcesAllNamespacesAgainAfterAnInterruption() {
		this.channel.open().block(TIMEOUT);
		enter("/");
		enter("/chat");
		this.bus.sent.clear();
		this.bus.inbox.restored();
		assertThat(this.bus.types()).containsExactly(InitialHeartbeat.TYPE, InitialHeartbeat.TYPE);
		assertThat(this.bus.sent.stream().map((message) -> message.header().namespace())).containsExactlyInAnyOrder("/",
				"/chat");
	}

	@Test
	void messagesThatAreTooLargeFailAtOnce() {
		this.channel.open().block(TIMEOUT);
		ClusterMember member = enter("/");
		this.bus.sent.clear();
		StepVerifier.create(member.serverSideEmit("e", List.of("x".repeat(1000))))
			.expectError(PublicationException.class)
			.verify(TIMEOUT);
		assertThat(this.bus.sent).isEmpty();
		assertThat(this.channel.statistics().failedPublications()).isEqualTo(1);
	}

	@Test
	void closesTheBusBehindTheMessagesThatWait() {
		this.channel.open().block(TIMEOUT);
		enter("/").serverSideEmit("e", List.of());
		this.channel.close().block(TIMEOUT);
		assertThat(this.bus.types()).containsExactly(InitialHeartbeat.TYPE, ServerSideEmit.TYPE);
		assertThat(this.bus.closed).isTrue();
		assertThat(this.channel.isUp()).isFalse();
	}

	@Test
	void emittersOnlySend() {
		ClusterPublisher publisher = new ClusterPublisher(this.bus, ChannelOptions.DEFAULT, JsonMapper.shared());
		publisher.open().block(TIMEOUT);
		publisher.emit("/chat", new ServerSideEmit(List.of("e"), null)).block(TIMEOUT);
		assertThat(EnvelopeFormat.read(this.bus.sent.get(0).payload()).tree())
			.hasToString("{\"type\":9,\"data\":{\"packet\":[\"e\"]},\"uid\":\"emitter\",\"nsp\":\"/chat\"}");
		assertThat(this.bus.inbox).isNull();
		assertThat(publisher.statistics().publishedMessages()).isEqualTo(1);
		publisher.close().block(TIMEOUT);
		assertThat(this.bus.closed).isTrue();
	}

	@Test
	void serversOnALocalBusAreOneCluster() {
		LocalBus local = new LocalBus();
		ClusterChannel first = new ClusterChannel(local.connect(), ChannelOptions.DEFAULT, JsonMapper.shared());
		ClusterChannel second = new ClusterChannel(local.connect(), ChannelOptions.DEFAULT, JsonMapper.shared());
		first.open().then(second.open()).block(TIMEOUT);
		ClusterMember here = first.create(namespace("/"));
		ClusterMember there = second.create(namespace("/"));
		await().atMost(TIMEOUT).until(() -> count(here) == 2 && count(there) == 2);
		here.serverSideEmit("e", List.of());
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(this.events).containsExactly("/ e"));
		there.close().block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> count(here) == 1);
		second.close().block(TIMEOUT);
		first.close().block(TIMEOUT);
	}

	/** Remembers what is sent. */
	private static final class TestBus implements MessageBus {

		private final List<BusMessage> sent = new CopyOnWriteArrayList<>();

		private final List<String> topics = new CopyOnWriteArrayList<>();

		private volatile Inbox inbox;

		private volatile Throwable failure;

		private volatile boolean listening = true;

		private volatile boolean down;

		/** The type of messages that cannot be written. */
		private volatile int unencodable;

		private volatile boolean closed;

		List<Integer> types() {
			return this.sent.stream().map((message) -> message.header().type()).toList();
		}

		@Override
		public String name() {
			return "test bus";
		}

		@Override
		public int maxMessageBytes() {
			return 500;
		}

		@Override
		public Mono<Void> open() {
			return (this.failure != null) ? Mono.error(this.failure) : Mono.empty();
		}

		@Override
		public Mono<Void> listen(Inbox messages) {
			return Mono.fromRunnable(() -> this.inbox = messages);
		}

		@Override
		public Mono<Void> send(List<Outgoing<BusMessage>> batch) {
			if (this.down) {
				return Mono.error(new IOException("down"));
			}
			batch.forEach((outgoing) -> this.sent.add(outgoing.message()));
			return Mono.empty();
		}

		@Override
		public byte[] encode(Envelope envelope) {
			if (envelope.type() == this.unencodable) {
				throw new PacketEncodeException("test");
			}
			return MessageBus.super.encode(envelope);
		}

		@Override
		public Failure failure(Throwable error) {
			return this.down ? Failure.NOT_NOW : Failure.REFUSED;
		}

		@Override
		public void subscribe(String namespace, String uid) {
			this.topics.add("+" + namespace);
		}

		@Override
		public void unsubscribe(String namespace, String uid) {
			this.topics.add("-" + namespace);
		}

		@Override
		public boolean isListening() {
			return this.listening;
		}

		@Override
		public Mono<Void> close() {
			return Mono.fromRunnable(() -> this.closed = true);
		}

	}

}
