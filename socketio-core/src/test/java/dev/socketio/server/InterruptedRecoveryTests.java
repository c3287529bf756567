package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.Session;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.Loops;
import dev.socketio.protocol.Packet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens while a session is looked up and its missed packets are read: events
 * arrive, the connection ends again, the adapter fails.
 */
class InterruptedRecoveryTests {

	private static final Pattern PID = Pattern.compile("\"pid\":\"([^\"]+)\"");

	private static final Pattern OFFSET = Pattern.compile("\"([^\"]+)\"]$");

	private final List<Session> persisted = new CopyOnWriteArrayList<>();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private volatile UnaryOperator<Mono<Session>> lookup = UnaryOperator.identity();

	private volatile UnaryOperator<Mono<List<Packet>>> replay = UnaryOperator.identity();

	private volatile @Nullable Runnable beforeJoin;

	private ServerFixture fixture = fixture((builder) -> builder.recovery(RecoveryOptions.DEFAULT));

	@AfterEach
	void close() {
		this.fixture.close();
		assertThat(this.fixture.server).extracting("context.byPrivateId", InstanceOfAssertFactories.MAP).isEmpty();
	}

	private ServerFixture fixture(UnaryOperator<SocketIOServerBuilder> customizer) {
		ServerFixture created = new ServerFixture(
				(builder) -> customizer.apply(builder.adapter((namespace) -> new ObservedAdapter(this, namespace))));
		created.server.onConnection((socket) -> this.told.add(socket.isRecovered() ? "recovered" : "connect"));
		created.server.onDisconnect((socket, reason) -> this.told.add("disconnect"));
		return created;
	}

	private void use(UnaryOperator<SocketIOServerBuilder> customizer) {
		this.fixture.close();
		this.fixture = fixture(customizer);
	}

	private static String find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group(1);
	}

	/** A client that has received one event, and is gone. */
	private Lost lose() {
		ServerFixture.Client client = this.fixture.connect();
		this.fixture.socket(client).join("room");
		this.fixture.socket(client).data().put("key", "value");
		this.fixture.server.to(client.id()).emit("first");
		Lost lost = new Lost(client.id(), find(PID, client.received().get(0)), find(OFFSET, client.events().get(0)));
		client.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.persisted).hasSize(1);
		this.told.clear();
		return lost;
	}

	private ServerFixture.Client comeBack(Lost lost) {
		ServerFixture.Client client = this.fixture.open(this.fixture.second);
		client.send("0{\"pid\":\"" + lost.pid + "\",\"offset\":\"" + lost.offset + "\"}");
		this.fixture.settle();
		return client;
	}

	private static List<String> names(ServerFixture.Client client) {
		return client.received().stream().map((packet) -> packet.replaceFirst("^2\\[\"(\\w+)\".*", "$1")).toList();
	}

	private void assertRecovered(ServerFixture.Client client, Lost lost, String... names) {
		List<String> expected = new ArrayList<>(List.of(names));
		expected.replaceAll((name) -> name.equals("answer")
				? "0{\"sid\":\"" + lost.sid + "\",\"pid\":\"" + lost.pid + "\"}" : name);
		assertThat(names(client)).isEqualTo(expected);
		Socket socket = this.fixture.socket(client);
		assertThat(socket.isRecovered()).isTrue();
		assertThat(socket.rooms()).containsExactlyInAnyOrder(lost.sid, "room");
		assertThat(socket.data()).isEqualTo(Map.of("key", "value"));
	}

	private void assertNewSession(ServerFixture.Client client, Lost lost) {
		assertThat(client.received()).singleElement()
			.asString()
			.startsWith("0{\"sid\":")
			.doesNotContain(lost.sid, lost.pid);
		Socket socket = this.fixture.socket(client);
		assertThat(socket.isRecovered()).isFalse();
		assertThat(socket.rooms()).containsExactly(client.id());
		assertThat(socket.data()).isEmpty();
		assertThat(this.told).containsExactly("connect");
		assertThat(this.fixture.server.sockets()).containsOnlyKeys(client.id());
		assertThat(this.fixture.server.adapter().rooms()).containsExactly(client.id());
	}

	private void assertNothingLeft() {
		assertThat(this.fixture.server.sockets()).isEmpty();
		assertThat(this.fixture.server.adapter().rooms()).isEmpty();
		assertThat(this.told).isEmpty();
	}

	// the connection ends again

	@Test
	void aSessionThatIsFoundTooLateIsPutBack() {
		Lost lost = lose();
		Sinks.Empty<Void> gate = Sinks.empty();
		this.lookup = (found) -> found.delayUntil((session) -> gate.asMono());
		ServerFixture.Client gone = comeBack(lost);
		gone.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.persisted).hasSize(1);
		gate.tryEmitEmpty();
		this.fixture.settle();
		assertThat(this.persisted).hasSize(2);
		assertNothingLeft();
		assertRecovered(comeBack(lost), lost, "answer");
	}

	@Test
	void aNamespaceWhoseSessionIsFoundTooLateGoesAway() {
		use((builder) -> builder.recovery(RecoveryOptions.DEFAULT).cleanupEmptyChildNamespaces(true));
		this.fixture.server.of(NamespaceMatcher.path("/room-{id}"));
		Sinks.Empty<Void> gate = Sinks.empty();
		this.lookup = (found) -> gate.asMono().then(found);
		ServerFixture.Client client = this.fixture.open(this.fixture.first);
		client.send("0/room-1,{\"pid\":\"unknown\",\"offset\":\"unknown\"}");
		this.fixture.settle();
		assertThat(this.fixture.server.namespaces()).hasSize(2);
		client.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.fixture.server.namespaces()).as("until it is known").hasSize(2);
		gate.tryEmitEmpty();
		this.fixture.settle();
		assertThat(this.fixture.server.namespaces()).hasSize(1);
	}

	@Test
	void aSessionWhoseMissedPacketsComeTooLateIsPutBack() {
		Lost lost = lose();
		this.fixture.server.emit("missed");
		Sinks.Empty<Void> gate = Sinks.empty();
		this.replay = (missed) -> gate.asMono().then(missed);
		ServerFixture.Client gone = comeBack(lost);
		this.fixture.server.emit("held");
		gone.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.persisted).hasSize(2);
		assertNothingLeft();
		gate.tryEmitEmpty();
		this.fixture.settle();
		assertNothingLeft();
		assertThat(gone.received()).isEmpty();
		assertRecovered(comeBack(lost), lost, "missed", "held", "answer");
	}

	@Test
	void aSessionWhoseMiddlewaresDecideTooLateIsPutBack() {
		use((builder) -> builder
			.recovery(new RecoveryOptions(RecoveryOptions.DEFAULT.maxDisconnectionDuration(), false, 100, 100)));
		Lost lost = lose();
		Sinks.Empty<Void> gate = Sinks.empty();
		this.fixture.server.use((socket) -> gate.asMono());
		ServerFixture.Client gone = comeBack(lost);
		gone.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.persisted).hasSize(2);
		assertNothingLeft();
		gate.tryEmitEmpty();
		assertRecovered(comeBack(lost), lost, "answer");
	}

	@Test
	void aSessionThatAMiddlewareRefusesIsPutBack() {
		use((builder) -> builder
			.recovery(new RecoveryOptions(RecoveryOptions.DEFAULT.maxDisconnectionDuration(), false, 100, 100)));
		Lost lost = lose();
		List<Mono<Void>> decisions = new ArrayList<>(
				List.of(Mono.error(new ConnectRefusedException("not now")), Mono.empty()));
		this.fixture.server.use((socket) -> decisions.remove(0));
		assertThat(comeBack(lost).received()).containsExactly("4{\"message\":\"not now\"}");
		assertNothingLeft();
		assertThat(this.persisted).hasSize(2);
		assertRecovered(comeBack(lost), lost, "answer");
		assertThat(decisions).isEmpty();
	}

	@Test
	void middlewaresAreNotAskedAgainUnlessThatIsWanted() {
		Lost lost = lose();
		this.fixture.server.use((socket) -> Mono.error(new ConnectRefusedException("no")));
		assertRecovered(comeBack(lost), lost, "answer");
	}

	// what arrives meanwhile

	@Test
	void eventsThatArriveMeanwhileComeBehindTheAnswer() {
		Lost lost = lose();
		this.fixture.server.emit("missed");
		Sinks.Empty<Void> gate = Sinks.empty();
		this.replay = (missed) -> missed.delayUntil((packets) -> gate.asMono());
		ServerFixture.Client back = comeBack(lost);
		this.fixture.server.emit("held");
		this.fixture.server.to("room").emit("room");
		this.fixture.server.to("other").emit("other");
		assertThat(back.received()).isEmpty();
		gate.tryEmitEmpty();
		this.fixture.settle();
		this.fixture.server.emit("later");
		assertRecovered(back, lost, "missed", "answer", "held", "room", "later");
		assertThat(this.told).containsExactly("recovered");
	}

	/** The packets are read after it has been delivered here. */
	@Test
	void anEventThatIsAmongTheMissedOnesComesOnce() {
		Lost lost = lose();
		Sinks.Empty<Void> gate = Sinks.empty();
		this.replay = (missed) -> gate.asMono().then(Mono.defer(() -> missed));
		ServerFixture.Client back = comeBack(lost);
		this.fixture.server.emit("both");
		gate.tryEmitEmpty();
		this.fixture.settle();
		this.fixture.server.emit("later");
		assertRecovered(back, lost, "both", "answer", "later");
	}

	private ServerFixture.Client comeBackWhileEventsArrive(Lost lost, int count) {
		Sinks.Empty<Void> gate = Sinks.empty();
		this.replay = (missed) -> missed.delayUntil((packets) -> gate.asMono());
		ServerFixture.Client back = comeBack(lost);
		for (int i = 0; i < count; i++) {
			this.fixture.server.asVolatile().emit("held");
		}
		this.fixture.settle();
		gate.tryEmitEmpty();
		this.fixture.settle();
		return back;
	}

	@Test
	void asManyPacketsAreHeldAsMayWaitForAClient() {
		use((builder) -> builder.recovery(RecoveryOptions.DEFAULT)
			.engine(EngineOptions.builder().limits((limits) -> limits.maxBufferedPackets(3)).build()));
		Lost lost = lose();
		ServerFixture.Client back = comeBackWhileEventsArrive(lost, 3);
		assertThat(names(back)).startsWith("0{\"sid\":\"" + lost.sid + "\",\"pid\":\"" + lost.pid + "\"}");
		assertThat(this.told).containsExactly("recovered");
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 5, 9 })
	void aClientForWhichMorePacketsWaitStartsAnew(int count) {
		use((builder) -> builder.recovery(RecoveryOptions.DEFAULT)
			.engine(EngineOptions.builder().limits((limits) -> limits.maxBufferedPackets(3)).build()));
		Lost lost = lose();
		assertNewSession(comeBackWhileEventsArrive(lost, count), lost);
		assertThat(this.persisted).hasSize(1);
	}

	/** The bytes of all packets count, whatever becomes of those held before. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void asManyBytesAreHeldAsMayWaitForAClient(int more) {
		String packet = "42[\"held\"]";
		long max = 3L * (packet.length() - 1);
		use((builder) -> builder.recovery(RecoveryOptions.DEFAULT)
			.engine(EngineOptions.builder().limits((limits) -> limits.maxBufferedBytes(max - more)).build()));
		Lost lost = lose();
		ServerFixture.Client back = comeBackWhileEventsArrive(lost, 3);
		if (more == 0) {
			assertThat(this.told).containsExactly("recovered");
		}
		else {
			assertNewSession(back, lost);
		}
	}

	// what the adapter does not know

	@Test
	void anUnknownSessionIsANewOne() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first);
		client.send("0{\"pid\":\"unknown\"}");
		assertNewSession(client, new Lost("unknown", "unknown", ""));
	}

	@Test
	void aSessionWithoutAnOffsetIsANewOne() {
		Lost lost = lose();
		this.lookup = (found) -> found
			.map((session) -> new Session(session.sid(), session.pid(), session.rooms(), session.data(), null));
		ServerFixture.Client client = this.fixture.open(this.fixture.first);
		client.send("0{\"pid\":\"" + lost.pid + "\"}");
		assertNewSession(client, lost);
	}

	// failures of the adapter

	@Test
	void aLookupThatFailsGivesANewSession() {
		Lost lost = lose();
		this.lookup = (found) -> Mono.error(new IllegalStateException("test"));
		assertNewSession(comeBack(lost), lost);
	}

	@Test
	void aReplayThatFailsGivesANewSession() {
		Lost lost = lose();
		this.replay = (missed) -> Mono.error(new IllegalStateException("test"));
		assertNewSession(comeBack(lost), lost);
	}

	@Test
	void whatArrivedBeforeAReplayFailedIsReleased() {
		Lost lost = lose();
		Sinks.Empty<Void> gate = Sinks.empty();
		this.replay = (missed) -> gate.asMono().then(Mono.error(new IllegalStateException("test")));
		ServerFixture.Client back = comeBack(lost);
		this.fixture.server.emit("held");
		this.fixture.server.emit("held");
		this.fixture.settle();
		Socket recovering = this.fixture.server.sockets().get(lost.sid);
		assertThat(recovering).extracting("recovery.held", InstanceOfAssertFactories.LIST).hasSize(2);
		gate.tryEmitEmpty();
		this.fixture.settle();
		assertThat(recovering).extracting("recovery.held", InstanceOfAssertFactories.LIST).isEmpty();
		assertNewSession(back, lost);
	}

	@Test
	void aSessionThatCannotBeStoredEndsInOrder() {
		ServerFixture.Client client = this.fixture.connect();
		this.persisted.add(new Session("failing", "", Set.of(), Map.of(), null));
		client.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.told).containsExactly("connect", "disconnect");
		assertThat(this.fixture.server.sockets()).isEmpty();
		assertThat(this.fixture.server.adapter().rooms()).isEmpty();
	}

	// what is held, and what is kept

	/** A buffer that all receivers share. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsHeldIsReleased(boolean recovers) {
		Lost lost = lose();
		Sinks.Empty<Void> gate = Sinks.empty();
		this.replay = (missed) -> gate.asMono().then(missed);
		ServerFixture.Client back = comeBack(lost);
		DefaultSocket recovering = (DefaultSocket) this.fixture.server.sockets().get(lost.sid);
		OutgoingPacket outgoing = OutgoingPacket.shared(recovering.codec(), Packet.event("/", "held"),
				BroadcastFlags.NONE);
		Loops.run(back.loop(), () -> recovering.output().write(outgoing));
		assertThat(outgoing.batch().refCnt()).isEqualTo(2);
		if (recovers) {
			gate.tryEmitEmpty();
		}
		else {
			back.webSocket.disconnect();
		}
		this.fixture.settle();
		assertThat(outgoing.batch().refCnt()).isOne();
		outgoing.batch().release();
		assertThat(back.received()).hasSize(recovers ? 2 : 0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aDeliberateEndIsFinal(boolean byTheServer) {
		ServerFixture.Client client = this.fixture.connect();
		this.fixture.server.emit("first");
		Lost lost = new Lost(client.id(), find(PID, client.received().get(0)), find(OFFSET, client.events().get(0)));
		if (byTheServer) {
			this.fixture.socket(client).disconnect();
		}
		else {
			client.send("1");
		}
		this.fixture.settle();
		assertThat(this.persisted).isEmpty();
		this.told.clear();
		assertNewSession(comeBack(lost), lost);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2000, 8000 })
	void packetsAreKeptWithinTheirSize(int size) {
		use((builder) -> builder
			.recovery(new RecoveryOptions(RecoveryOptions.DEFAULT.maxDisconnectionDuration(), true, 100, 100, 5000)));
		Lost lost = lose();
		this.fixture.server.emit("missed", "x".repeat(size));
		ServerFixture.Client back = comeBack(lost);
		if (size < 5000) {
			assertThat(back.received()).hasSize(2);
			assertThat(this.told).containsExactly("recovered");
		}
		else {
			assertNewSession(back, lost);
		}
	}

	@Test
	void allNamespacesShareThatSize() {
		use((builder) -> builder
			.recovery(new RecoveryOptions(RecoveryOptions.DEFAULT.maxDisconnectionDuration(), true, 100, 100, 10_000)));
		Namespace other = this.fixture.server.of("/other");
		Lost lost = lose();
		other.emit("large", "x".repeat(8000));
		this.fixture.server.emit("missed", "x".repeat(4000));
		assertNewSession(comeBack(lost), lost);
	}

	/** A thread lets the old socket join while its client comes back. */
	@Test
	void roomsOfASocketThatWasRecoveredMeanwhileAreItsOwn() {
		ServerFixture.Client client = this.fixture.connect();
		this.fixture.server.emit("first");
		Lost lost = new Lost(client.id(), find(PID, client.received().get(0)), find(OFFSET, client.events().get(0)));
		Socket old = this.fixture.socket(client);
		this.beforeJoin = () -> {
			client.webSocket.disconnect();
			this.fixture.settle();
			comeBack(lost);
		};
		old.join("late");
		Socket recovered = this.fixture.server.sockets().get(lost.sid);
		assertThat(recovered).isNotNull().isNotSameAs(old);
		assertThat(recovered.rooms()).containsExactlyInAnyOrder(lost.sid, "late");
	}

	@Test
	void roomsOfASocketThatHasLeftMeanwhileAreLeft() {
		ServerFixture.Client client = this.fixture.connect();
		Socket old = this.fixture.socket(client);
		this.beforeJoin = () -> {
			client.webSocket.disconnect();
			this.fixture.settle();
		};
		old.join("late");
		assertThat(this.fixture.server.adapter().rooms()).isEmpty();
	}

	// clients that are back early

	@Test
	void aClientThatIsBackBeforeItsLossIsKnownTakesItsSocketOver() {
		ServerFixture.Client client = this.fixture.connect();
		this.fixture.socket(client).join("room");
		this.fixture.socket(client).data().put("key", "value");
		this.fixture.server.emit("first");
		Lost lost = new Lost(client.id(), find(PID, client.received().get(0)), find(OFFSET, client.events().get(0)));
		ServerFixture.Client back = comeBack(lost);
		assertRecovered(back, lost, "answer");
		assertThat(client.webSocket.isAborted() || client.isClosed()).isTrue();
		assertThat(this.told).containsExactly("connect", "disconnect", "recovered");
	}

	@Test
	void aSocketOfAnotherNamespaceIsNotTakenOver() {
		this.fixture.server.of("/other");
		ServerFixture.Client client = this.fixture.connect();
		this.fixture.server.emit("first");
		Lost lost = new Lost(client.id(), find(PID, client.received().get(0)), find(OFFSET, client.events().get(0)));
		ServerFixture.Client back = this.fixture.open(this.fixture.second);
		back.send("0/other,{\"pid\":\"" + lost.pid + "\",\"offset\":\"" + lost.offset + "\"}");
		assertThat(back.received()).singleElement().asString().doesNotContain(lost.sid, lost.pid);
		assertThat(client.isClosed()).isFalse();
		assertThat(this.fixture.socket(client).isConnected()).isTrue();
	}

	@Test
	void aClientThatHasReceivedNothingGetsAllSinceItCame() {
		this.fixture.server.emit("before");
		ServerFixture.Client client = this.fixture.connect();
		String pid = find(PID, client.received().get(0));
		for (int i = 0; i < 3; i++) {
			client.webSocket.disconnect();
			this.fixture.settle();
			if (i == 0) {
				this.fixture.server.emit("missed");
			}
			client = this.fixture.open(this.fixture.first);
			client.send("0{\"pid\":\"" + pid + "\"}");
			assertThat(names(client)).hasSize(2).first().isEqualTo("missed");
		}
	}

	/** What a client needs to come back. */
	private record Lost(String sid, String pid, String offset) {

	}

	/** Lets the test decide when sessions and packets are found. */
	private static final class ObservedAdapter extends InMemoryAdapter {

		private final InterruptedRecoveryTests test;

		ObservedAdapter(InterruptedRecoveryTests test, LocalNamespace namespace) {
			super(namespace);
			this.test = test;
		}

		@Override
		public void persistSession(Session session) {
			if (!this.test.persisted.isEmpty() && this.test.persisted.get(0).sid().equals("failing")) {
				throw new IllegalStateException("test");
			}
			this.test.persisted.add(session);
			super.persistSession(session);
		}

		@Override
		public void addAll(String id, Collection<String> names) {
			Runnable before = this.test.beforeJoin;
			if (before != null) {
				this.test.beforeJoin = null;
				before.run();
			}
			super.addAll(id, names);
		}

		@Override
		public Mono<Session> takeSession(String pid) {
			return this.test.lookup.apply(Mono.defer(() -> super.takeSession(pid)));
		}

		@Override
		public Mono<List<Packet>> missedPackets(Session session, String offset) {
			return this.test.replay.apply(Mono.defer(() -> super.missedPackets(session, offset)));
		}

	}

}
