package dev.socketio.benchmarks.soak;

import java.util.HashMap;
import java.util.Map;

import dev.socketio.engine.CookieOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A soak fails when something is left.
 */
class VerdictTests {

	private static final String SESSIONS = "class-dev.socketio.engine.session.EngineSession";

	private final Map<String, Long> empty = Map.of("namespaces", 3L, "heap", 10_000_000L, "direct", 1_000_000L,
			"class-dev.socketio.engine.EngineOptions", 1L);

	private final Map<String, Long> busy = new HashMap<>();

	private final Map<String, Long> end = new HashMap<>(this.empty);

	@BeforeEach
	void prepare() {
		for (String name : new String[] { "engine.session.EngineSession", "server.ClientConnection",
				"server.DefaultSocket", "server.SocketAck", "server.ClusterBroadcastAcks",
				"listener.support.SocketDispatch", "listener.support.Invocation" }) {
			this.busy.put("class-dev.socketio." + name, 5L);
		}
	}

	private Verdict verdict() {
		return new Verdict(this.empty, this.busy, this.empty);
	}

	@Test
	void emptyServerIsClean() {
		assertThat(verdict().isClean(this.end)).isTrue();
		assertThat(verdict().table(this.end)).doesNotContain("FAILED").contains("sessions", SESSIONS, "heap");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sessions", "sockets", "rooms", "queued-tasks", "unanswered",
			"connects-without-disconnect", "connected-twice", "disconnected-without-connect",
			"blocking-connects-without-disconnect", "namespaces", "class-dev.socketio.engine.session.EngineSession",
			"class-dev.socketio.engine.EngineOptions", "class-dev.socketio.server.Unknown",
			"class-io.netty.util.concurrent.ScheduledFutureTask" })
	void whatIsLeftIsReported(String name) {
		this.end.merge(name, 1L, Long::sum);
		assertThat(verdict().isClean(this.end)).isFalse();
		assertThat(verdict().table(this.end).lines().filter((line) -> line.endsWith("FAILED"))).singleElement()
			.asString()
			.startsWith(name + " ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "heap", "direct" })
	void memoryThatGrowsIsReported(String name) {
		this.end.merge(name, 7_000_000L, Long::sum);
		assertThat(verdict().isClean(this.end)).isTrue();
		this.end.merge(name, 10_000_000L, Long::sum);
		assertThat(verdict().isClean(this.end)).isFalse();
	}

	@Test
	void moreDisconnectsThanConnectsAreReported() {
		this.end.put("connects-without-disconnect", -1L);
		assertThat(verdict().isClean(this.end)).isFalse();
	}

	/** Else a class that gets another name would be looked for in vain. */
	@Test
	void classWithoutInstanceUnderLoadIsReported() {
		this.busy.remove(SESSIONS);
		assertThat(verdict().isClean(this.end)).isFalse();
		assertThat(verdict().table(this.end)).containsPattern(SESSIONS + " +has no instance under load  FAILED");
	}

	@Test
	void histogramCountsInstances() {
		CookieOptions held = CookieOptions.DEFAULT;
		Map<String, Long> instances = ClassHistogram.read();
		assertThat(instances).containsKey(held.getClass().getName());
	}

}
