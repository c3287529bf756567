package dev.socketio.adapter.mongo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import com.mongodb.MongoException;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestMongo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Server A is connected through a network that breaks, server B is not.
 */
class InterruptionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final MongoOptions OPTIONS = MongoOptions.builder()
		.addCreatedAtField(true)
		.heartbeatInterval(Duration.ofMillis(300))
		.heartbeatTimeout(Duration.ofSeconds(20))
		.build();

	private final TestMongo mongo = TestMongo.start();

	private final TcpProxy proxy = new TcpProxy(this.mongo.port());

	private final MongoClient clientA = MongoClients.create(TestMongo.uri(this.proxy.port()));

	private final MongoClient clientB = MongoClients.create(this.mongo.uri());

	private final MongoConnection connectionA = open(this.clientA, OPTIONS);

	private final MongoConnection connectionB = open(this.clientB, OPTIONS);

	private final TestNamespace a = join(this.connectionA);

	private final TestNamespace b = join(this.connectionB);

	private final TestNamespace.TestSocket socketA = this.a.connect("a1");

	private final TestNamespace.TestSocket socketB = this.b.connect("b1");

	InterruptionTests() throws IOException {
	}

	private static MongoConnection open(MongoClient client, MongoOptions options) {
		return MongoConnection.open(client, "test", options.mutate().collection("events").build(), JsonMapper.shared());
	}

	private static TestNamespace join(MongoConnection connection) {
		TestNamespace namespace = new TestNamespace("/", false);
		return namespace.join(MongoAdapterFactory.open(connection).create(namespace));
	}

	@BeforeEach
	void waitForEachOther() {
		until(() -> count(this.a) == 2 && count(this.b) == 2);
	}

	@AfterEach
	void close() throws IOException {
		this.connectionB.close();
		this.connectionA.close();
		this.clientA.close();
		this.clientB.close();
		this.proxy.close();
		this.mongo.close();
	}

	private static int count(TestNamespace namespace) {
		return namespace.adapter().serverCount().blockOptional().orElseThrow();
	}

	private static void until(BooleanSupplier condition) {
		await().atMost(TIMEOUT).until(condition::getAsBoolean);
	}

	private static Mono<Void> emit(TestNamespace from, String event) {
		return from.adapter().broadcast(Packet.event("/", event), BroadcastOptions.ALL);
	}

	private static List<String> events(String prefix, int count) {
		List<String> events = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			events.add("[\"" + prefix + i + "\"]");
		}
		return events;
	}

	@Test
	void whatIsSentDuringAnInterruptionArrivesOnceAndInOrder() {
		emit(this.b, "first");
		until(() -> this.socketA.received.contains("[\"first\"]"));
		this.proxy.cut();
		for (int i = 0; i < 20; i++) {
			emit(this.a, "a" + i);
			emit(this.b, "b" + i);
		}
		// clients of this server do not wait for the network
		assertThat(this.socketA.received).containsAll(events("a", 20));
		until(() -> !this.connectionA.isUp());
		this.proxy.heal();
		until(() -> this.socketA.received.contains("[\"b19\"]") && this.socketB.received.contains("[\"a19\"]"));
		until(this.connectionA::isUp);
		emit(this.a, "last of a");
		emit(this.b, "last of b");
		until(() -> this.socketA.received.contains("[\"last of b\"]")
				&& this.socketB.received.contains("[\"last of a\"]"));
		assertThat(this.socketA.received.stream().filter((event) -> event.startsWith("[\"b")))
			.containsExactlyElementsOf(events("b", 20));
		assertThat(this.socketB.received.stream().filter((event) -> event.startsWith("[\"a")))
			.containsExactlyElementsOf(events("a", 20));
		assertThat(this.connectionA.statistics().gaps()).isZero();
		assertThat(count(this.a)).isEqualTo(2);
	}

	@Test
	void connectionsThatBreakAllTheTimeLoseAndRepeatNothing() {
		List<Mono<Void>> sent = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			sent.add(emit(this.a, "a" + i));
			emit(this.b, "b" + i);
			if (i % 50 == 25) {
				this.proxy.reset();
			}
		}
		StepVerifier.create(Mono.when(sent)).expectComplete().verify(TIMEOUT);
		until(() -> this.socketA.received.contains("[\"b199\"]") && this.socketB.received.contains("[\"a199\"]"));
		assertThat(this.socketA.received.stream().filter((event) -> event.startsWith("[\"b")))
			.containsExactlyElementsOf(events("b", 200));
		assertThat(this.socketB.received.stream().filter((event) -> event.startsWith("[\"a")))
			.containsExactlyElementsOf(events("a", 200));
	}

	@Test
	void waitingMessagesAreBounded() {
		MongoOptions few = OPTIONS.mutate().maxPendingPublications(5).build();
		MongoConnection bounded = open(this.clientA, few);
		TestNamespace c = join(bounded);
		try {
			this.proxy.cut();
			until(() -> {
				emit(c, "x").subscribe((sent) -> {
				}, (error) -> {
				});
				return bounded.statistics().failedPublications() > 0;
			});
			StepVerifier.create(emit(c, "too many"))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(MongoPublicationException.class)
					.hasMessageContaining("5 messages wait"))
				.verify(TIMEOUT);
		}
		finally {
			bounded.close();
		}
	}

	@Test
	void aServerThatIsNotThereIsAnErrorAtTheStart() {
		this.proxy.cut();
		try (MongoClient lonely = MongoClients.create(TestMongo.uri(this.proxy.port()))) {
			assertThatExceptionOfType(MongoException.class)
				.isThrownBy(() -> MongoAdapterFactory.open(open(lonely, OPTIONS)));
		}
	}

	@Test
	void aPlaceThatIsLostIsCountedAndTheStreamGoesOn() {
		this.mongo.forgetHistory();
		this.proxy.reset();
		until(() -> this.connectionA.statistics().gaps() == 1);
		until(this.connectionA::isUp);
		emit(this.b, "after");
		until(() -> this.socketA.received.contains("[\"after\"]"));
		assertThat(this.connectionA.statistics().gaps()).isEqualTo(1);
	}

	/**
	 * The place of the last document of others is forgotten while they are silent, but
	 * nothing is lost.
	 */
	@Test
	void aServerThatHasHeardNothingForLongLosesNothing() {
		MongoOptions quick = OPTIONS.mutate()
			.heartbeatInterval(Duration.ofMillis(100))
			.heartbeatTimeout(Duration.ofMillis(300))
			.build();
		MongoConnection alone = MongoConnection.open(this.clientA, "test", quick.mutate().collection("alone").build(),
				JsonMapper.shared());
		MongoConnection silent = MongoConnection.open(this.clientB, "test", quick.mutate().collection("alone").build(),
				JsonMapper.shared());
		try {
			MongoBus bus = alone.read();
			TestNamespace c = new TestNamespace("/", false);
			MongoAdapter adapter = new MongoAdapter(c, bus);
			c.join(adapter);
			adapter.enter();
			TestNamespace.TestSocket socket = c.connect("c1");
			await().pollDelay(Duration.ofMillis(500)).until(bus::isReading);
			this.mongo.forgetHistoryUntilNow();
			// so many heartbeats that the place of one of them is known
			long stored = alone.statistics().publishedMessages();
			until(() -> alone.statistics().publishedMessages() > stored + 30);
			until(bus::isReading);
			this.proxy.cut();
			// the driver looks for a server for a while, then it gives up
			until(() -> !bus.isReading());
			MongoEmitter.create(silent).emit("meanwhile");
			this.proxy.heal();
			until(alone::isUp);
			until(() -> socket.received.contains("[\"meanwhile\"]"));
			assertThat(alone.statistics().gaps()).isZero();
		}
		finally {
			silent.close();
			alone.close();
		}
	}

	@Test
	void aChangeStreamThatStandsStillIsNoticed() {
		MongoOptions quick = OPTIONS.mutate()
			.heartbeatInterval(Duration.ofMillis(100))
			.heartbeatTimeout(Duration.ofMillis(300))
			.build();
		MongoConnection alone = MongoConnection.open(this.clientB, "test", quick.mutate().collection("alone").build(),
				JsonMapper.shared());
		try {
			join(alone);
			await().during(Duration.ofSeconds(2)).atMost(TIMEOUT).until(alone::isUp);
			this.mongo.holdBack(true);
			until(() -> !alone.isUp());
			this.mongo.holdBack(false);
			until(alone::isUp);
		}
		finally {
			alone.close();
		}
	}

	@Test
	void recoversWhenTheCollectionIsDropped() {
		Mono.from(this.clientB.getDatabase("test").getCollection("events").drop()).block(TIMEOUT);
		until(() -> {
			emit(this.a, "again");
			return this.socketB.received.contains("[\"again\"]");
		});
		until(this.connectionB::isUp);
	}

}
