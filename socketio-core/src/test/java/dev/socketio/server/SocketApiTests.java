package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.TypeRef;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Listeners that come and go, and interfaces whose methods are events.
 */
class SocketApiTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ServerFixture fixture = new ServerFixture();

	private final List<String> seen = new ArrayList<>();

	private ServerFixture.Client client;

	private Socket socket;

	@BeforeEach
	void connect() {
		this.client = this.fixture.connect();
		this.socket = this.fixture.socket(this.client);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private List<String> emit(String event) {
		this.seen.clear();
		this.socket.emit(event);
		this.fixture.settle();
		return List.copyOf(this.seen);
	}

	private List<String> receive(String event) {
		this.seen.clear();
		this.client.send("2[\"" + event + "\"]");
		this.fixture.settle();
		return List.copyOf(this.seen);
	}

	@Test
	void outgoingListenersComeAndGo() {
		OutgoingListener first = (event, args) -> this.seen.add("first");
		OutgoingListener second = (event, args) -> this.seen.add("second");
		assertThat(this.socket.onAnyOutgoing(second).prependAnyOutgoing(first)).isSameAs(this.socket);
		assertThat(emit("a")).containsExactly("first", "second");
		assertThat(this.socket.offAnyOutgoing(first)).isSameAs(this.socket);
		assertThat(emit("b")).containsExactly("second");
		this.socket.offAnyOutgoing(first).offAnyOutgoing(second);
		assertThat(emit("c")).isEmpty();
	}

	@Test
	void catchAllListenersComeAndGo() {
		CatchAllListener first = (event, args, ack) -> this.seen.add("first");
		CatchAllListener second = (event, args, ack) -> this.seen.add("second");
		assertThat(this.socket.onAny(second).prependAny(first)).isSameAs(this.socket);
		assertThat(receive("a")).containsExactly("first", "second");
		assertThat(this.socket.offAny(first)).isSameAs(this.socket);
		assertThat(receive("b")).containsExactly("second");
	}

	@Test
	void oneOfSeveralListenersGoes() {
		ClientEventListener first = (args, ack) -> this.seen.add("first");
		ClientEventListener once = (args, ack) -> this.seen.add("once");
		ClientEventListener third = (args, ack) -> this.seen.add("third");
		assertThat(this.socket.on("e", first).once("e", once).once("e", third)).isSameAs(this.socket);
		assertThat(this.socket.off("e", once)).isSameAs(this.socket);
		assertThat(receive("e")).containsExactly("first", "third");
		this.socket.off("e", once).off("other", first);
		assertThat(receive("e")).containsExactly("first");
		this.socket.off("e", first);
		assertThat(receive("e")).isEmpty();
		assertThat(this.socket).extracting("listeners.events.byEvent", InstanceOfAssertFactories.MAP)
			.as("nothing is kept for an event without listeners")
			.isEmpty();
	}

	@Test
	void oneOfSeveralListenersOfValuesGoes() {
		ClientValueListener<String> first = (value, ack) -> this.seen.add("first " + value);
		ClientValueListener<String> second = (value, ack) -> this.seen.add("second " + value);
		TypeRef<String> type = new TypeRef<>() {
		};
		this.socket.on("e", String.class, first).on("e", type, second).once("e", String.class, second);
		this.socket.once("e", type, first);
		assertThat(receive("e")).containsExactly("first null", "second null", "second null", "first null");
		assertThat(receive("e")).containsExactly("first null", "second null");
		assertThat(this.socket.off("e", first)).isSameAs(this.socket);
		assertThat(receive("e")).containsExactly("second null");
		this.socket.once("e", type, first).off("e", first).off("e", second);
		assertThat(receive("e")).isEmpty();
	}

	@Test
	void listenersOfNewNamespacesAreToldOnce() {
		assertThat(this.fixture.server.onNewNamespace((namespace) -> this.seen.add(namespace.name())))
			.isSameAs(this.fixture.server);
		this.fixture.server.of(NamespaceMatcher.path("/room-{id}"));
		this.fixture.server.of("/a");
		this.fixture.server.of("/a");
		this.fixture.server.of("/");
		this.client.send("0/room-1,").send("0/a,").send("0/unknown,");
		this.fixture.settle();
		assertThat(this.seen).containsExactly("/a", "/room-1");
	}

	@Test
	void eventsAreCompressedUnlessAnApplicationSaysNo() {
		Packet packet = Packet.event("/", "e");
		DefaultSocket sender = (DefaultSocket) this.socket;
		assertThat(OutgoingPacket.of(sender.codec(), packet, BroadcastFlags.NONE)).extracting("batch.first.compress")
			.isEqualTo(true);
		assertThat(OutgoingPacket.of(sender.codec(), packet, BroadcastFlags.NONE.withCompress(true)))
			.extracting("batch.first.compress")
			.isEqualTo(true);
		assertThat(OutgoingPacket.of(sender.codec(), packet, BroadcastFlags.NONE.withCompress(false)))
			.extracting("batch.first.compress")
			.isEqualTo(false);
	}

	@Test
	void methodsAreEventsOfOneSocket() {
		Events events = this.socket.timeout(PATIENCE).as(Events.class);
		events.news("x");
		Mono<Integer> number = events.number();
		Mono<Void> done = events.done();
		assertThat(this.client.events()).containsExactly("2[\"news\",\"x\"]", "20[\"number\"]", "21[\"done\"]");
		this.client.send("30[5]").send("31[6]");
		StepVerifier.create(number).expectNext(5).expectComplete().verify(PATIENCE);
		StepVerifier.create(done).expectComplete().verify(PATIENCE);
	}

	@Test
	void methodsAreEventsOfManySockets() {
		Events events = this.fixture.server.timeout(PATIENCE).as(Events.class);
		events.news("x");
		Mono<List<Integer>> numbers = events.numbers();
		assertThat(this.client.events()).containsExactly("2[\"news\",\"x\"]", "20[\"numbers\"]");
		this.client.send("30[5]");
		StepVerifier.create(numbers).expectNext(List.of(5)).expectComplete().verify(PATIENCE);
		assertThatIllegalStateException().isThrownBy(events::number).withMessageContaining("'number'");
		assertThatIllegalStateException().isThrownBy(events::done);
		assertThat(this.client.events()).hasSize(2);
	}

	/** Events. */
	interface Events {

		void news(String text);

		Mono<Integer> number();

		Mono<Void> done();

		Mono<List<Integer>> numbers();

	}

}
