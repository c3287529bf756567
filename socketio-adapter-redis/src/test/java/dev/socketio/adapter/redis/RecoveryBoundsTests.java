package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.Session;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client may have missed up to 1000 packets, among more of others: entries are read in
 * pages of 1000.
 */
class RecoveryBoundsTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private static final int MAX_PACKETS = 1000;

	private static final Session SESSION = new Session("s1", "p1", Set.of("s1", "r1"), Map.of(), null);

	private final TestRedis redis = TestRedis.start();

	private final TestServer server = TestServer.startWithRecovery(this.redis.port(), Mode.STREAMS);

	private final TestNamespace.TestSocket socket = this.server.namespace("/").connect("s1", "r1");

	@AfterEach
	void close() {
		this.server.close();
		this.redis.close();
	}

	private String firstOffset() {
		emit(-1, "r1").block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> this.socket.received.size() == 1);
		return this.socket.received.get(0).replaceFirst(".*,\"([0-9-]+)\"]$", "$1");
	}

	private Mono<Void> emit(int number, String room) {
		return this.server.adapter().broadcast(Packet.event("/", "e", number), BroadcastOptions.ALL.withRooms(room));
	}

	private void emit(int count, IntPredicate addressed) {
		List<Mono<Void>> sent = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			sent.add(emit(i, addressed.test(i) ? "r1" : "other"));
		}
		Mono.when(sent).block(TIMEOUT);
	}

	private List<Integer> missed(String offset) {
		return this.server.adapter()
			.missedPackets(SESSION, offset)
			.blockOptional(TIMEOUT)
			.orElseThrow()
			.stream()
			.map((packet) -> (Integer) packet.data().get(1))
			.toList();
	}

	private static List<Integer> numbers(int count, IntPredicate addressed) {
		return IntStream.range(0, count).filter(addressed).boxed().toList();
	}

	/** Multiples of a page, and what is just beside them. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 999, 1000, 1001, 2000, 2001, 3300 })
	void recoversEventsOfSeveralPages(int count) {
		String offset = firstOffset();
		IntPredicate every4th = (i) -> i % 4 == 0 || i == count - 1;
		emit(count, every4th);
		assertThat(missed(offset)).isEqualTo(numbers(count, every4th));
	}

	@Test
	void recoversAsManyEventsAsAllowed() {
		String offset = firstOffset();
		emit(MAX_PACKETS, (i) -> true);
		assertThat(missed(offset)).isEqualTo(numbers(MAX_PACKETS, (i) -> true));
	}

	@Test
	void rejectsRecoveryBeyondTheLimit() {
		String offset = firstOffset();
		emit(MAX_PACKETS + 1, (i) -> true);
		assertThat(this.server.adapter().missedPackets(SESSION, offset).blockOptional(TIMEOUT)).isEmpty();
	}

}
