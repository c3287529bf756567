package dev.socketio.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class PacketLogTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000);

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final RecoveryBudget budget = new RecoveryBudget(3000);

	private final PacketLog log = log(new RecoveryOptions(Duration.ofNanos(5000), true, 4, 3));

	private PacketLog log(RecoveryOptions options) {
		return new PacketLog(options, this.budget, this.clock::get, this.timer);
	}

	@Test
	void findsWhatIsBehindAnOffset() {
		String start = this.log.position();
		String first = offset(append("a"));
		append("b");
		append("c");
		assertThat(since(start)).containsExactly("a", "b", "c");
		assertThat(since(first)).containsExactly("b", "c");
		assertThat(since(this.log.position())).isEmpty();
	}

	@Test
	void findsWhatWasAddressedToTheRooms() {
		String start = this.log.position();
		append("all", BroadcastOptions.ALL);
		append("r", BroadcastOptions.ALL.withRooms("r"));
		append("not r", BroadcastOptions.ALL.withExcept("r"));
		append("s", BroadcastOptions.ALL.withRooms("s", "t"));
		assertThat(names(this.log.since(start, Set.of("r", "id")))).containsExactly("all", "r");
		assertThat(names(this.log.since(start, Set.of("t")))).containsExactly("all", "not r", "s");
	}

	@Test
	void oldestPacketsGiveWay() {
		String start = this.log.position();
		String first = offset(append("a"));
		for (int i = 0; i < 4; i++) {
			append("" + i);
		}
		assertThat(this.log.since(start, Set.of())).isNull();
		assertThat(since(first)).containsExactly("0", "1", "2", "3");
		append("4");
		assertThat(this.log.since(first, Set.of())).isNull();
	}

	@Test
	void timeForgetsPacketsAndSessions() {
		String start = this.log.position();
		append("a");
		this.log.store(session("p1"));
		this.clock.addAndGet(4000);
		this.log.store(session("p2"));
		append("b");
		this.clock.addAndGet(1500);
		assertThat(this.log.take("p1")).isNull();
		assertThat(this.log.take("p2")).isNotNull();
		assertThat(this.log.since(start, Set.of())).isNull();
	}

	@Test
	void sessionIsHandedOutOnce() {
		this.log.store(session("p"));
		assertThat(this.log.take("unknown")).isNull();
		assertThat(this.log.take("p")).isNotNull();
		assertThat(this.log.take("p")).isNull();
	}

	@Test
	void oldestSessionsGiveWay() {
		for (String pid : List.of("1", "2", "3", "1", "4")) {
			this.log.store(session(pid));
		}
		assertThat(this.log.take("2")).isNull();
		assertThat(this.log.take("1")).isNotNull();
		assertThat(this.log.take("3")).isNotNull();
		assertThat(this.log.take("4")).isNotNull();
	}

	@Test
	void unknownOffsetsAreUnknown() {
		append("a");
		PacketLog other = log(RecoveryOptions.DEFAULT);
		for (String offset : List.of("", "x", "__proto__", other.position(), this.log.position() + "zz",
				this.log.position() + "!", this.log.position().replaceAll("-.*", "-"),
				this.log.position().replaceAll("-.*", "--5"))) {
			assertThat(this.log.since(offset, Set.of())).as(offset).isNull();
		}
	}

	@Test
	void packetThatCannotBeSentIsForgotten() {
		String start = this.log.position();
		append("a");
		Packet broken = append("broken");
		this.log.withdraw(broken);
		this.log.withdraw(broken);
		Packet next = append("b");
		assertThat(since(start)).containsExactly("a", "b");
		assertThat(since(offset(next))).isEmpty();
	}

	@Test
	void bytesOfAllNamespacesAreLimited() {
		PacketLog other = log(RecoveryOptions.DEFAULT);
		other.measured(other.append(Packet.event("/other", "o"), BroadcastOptions.ALL), 1000);
		String start = this.log.position();
		String first = offset(appendMeasured("a", 500));
		appendMeasured("b", 500);
		assertThat(since(start)).containsExactly("a", "b");
		appendMeasured("c", 300);
		assertThat(this.log.since(start, Set.of())).isNull();
		assertThat(since(first)).containsExactly("b", "c");
		assertThat(this.budget.used()).isBetween(2000L, 3000L);
		other.close();
		this.log.close();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void packetThatIsLargerThanAllowedIsNotKept() {
		String start = this.log.position();
		Packet large = appendMeasured("large", 3001);
		assertThat(this.log.since(start, Set.of())).isNull();
		assertThat(since(offset(large))).isEmpty();
		assertThat(this.budget.used()).isZero();
		append("next");
		assertThat(since(offset(large))).containsExactly("next");
	}

	@Test
	void withdrawnPacketTakesNoBytes() {
		this.log.withdraw(append("broken"));
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void timeFreesWhatAnIdleNamespaceKeeps() {
		appendMeasured("a", 100);
		this.clock.addAndGet(3000);
		this.timer.advanceTimeBy(Duration.ofNanos(3000));
		appendMeasured("b", 100);
		this.clock.addAndGet(2500);
		this.timer.advanceTimeBy(Duration.ofNanos(2500));
		assertThat(this.budget.used()).isBetween(100L, 500L);
		this.clock.addAndGet(5001);
		this.timer.advanceTimeBy(Duration.ofNanos(5001));
		assertThat(this.budget.used()).isZero();
		assertThat(this.timer.getScheduledTaskCount()).isEqualTo(2);
		this.clock.addAndGet(50_000);
		this.timer.advanceTimeBy(Duration.ofNanos(50_000));
		assertThat(this.timer.getScheduledTaskCount()).isEqualTo(2);
	}

	@Test
	void closedLogKeepsNothing() {
		append("a");
		this.log.store(session("p"));
		this.log.close();
		Packet late = append("late");
		this.log.measured(late, 10);
		this.log.store(session("q"));
		assertThat(this.log.take("p")).isNull();
		assertThat(this.log.take("q")).isNull();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void privateIdIsNotPrinted() {
		assertThat(session("secret").toString()).doesNotContain("secret");
	}

	private Packet append(String name) {
		return append(name, BroadcastOptions.ALL);
	}

	private Packet append(String name, BroadcastOptions target) {
		return this.log.append(Packet.event("/", name), target);
	}

	private Packet appendMeasured(String name, long bytes) {
		Packet packet = append(name);
		this.log.measured(packet, bytes);
		return packet;
	}

	private List<String> since(String offset) {
		return names(this.log.since(offset, Set.of("id")));
	}

	private static List<String> names(@Nullable List<Packet> packets) {
		assertThat(packets).isNotNull();
		List<String> names = new ArrayList<>();
		packets.forEach((packet) -> names.add(packet.event()));
		return names;
	}

	private static String offset(Packet packet) {
		return (String) packet.data().get(packet.data().size() - 1);
	}

	private static Session session(String pid) {
		return new Session("sid", pid, Set.of(), Map.of(), null);
	}

}
