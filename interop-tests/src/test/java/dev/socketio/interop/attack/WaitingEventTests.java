package dev.socketio.interop.attack;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.PollingSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events that wait for a slow part of the application.
 */
class WaitingEventTests {

	@RegisterExtension
	final AttackExtension server = new AttackExtension();

	@Test
	void bigEventsForSlowListener() {
		byte[] event = Attacker.text(Attacker.event("/", "slow", Attacker.BIG));
		this.server.attack((attacker) -> attacker.together(2, (i) -> attacker.repeat(attacker.join(), 128, event)));
	}

	@Test
	void bigEventsForSlowListenersOfSeveralNamespaces() {
		byte[][] events = IntStream.range(0, 6)
			.mapToObj((i) -> Attacker.text(Attacker.event("/open-" + i, "slow", Attacker.BIG)))
			.toArray(byte[][]::new);
		this.server.attack((attacker) -> attacker.together(2, (number) -> {
			HttpConnection connection = attacker.open();
			for (int i = 0; i < events.length; i++) {
				connection.offer(Attacker.text("40/open-" + i + ","));
			}
			attacker.repeat(connection, 128, events);
		}));
	}

	@Test
	void bigEventsForSlowListenerOverPolling() {
		String event = Attacker.event("/", "slow", Attacker.BIG);
		this.server.attack((attacker) -> attacker.together(3, (i) -> {
			PollingSession session = attacker.poll();
			session.send("40");
			session.poll(1);
			for (int n = 0; n < 128 && !attacker.isOver(); n++) {
				attacker.post(session, event.getBytes(StandardCharsets.UTF_8), event.length()).receive();
			}
		}));
	}

	@Test
	void bigEventsForSlowMiddleware() {
		byte[] event = Attacker.text(Attacker.event(AttackedListeners.GUARDED, "slow", Attacker.BIG));
		this.server.attack((attacker) -> attacker.together(2, (i) -> {
			HttpConnection connection = attacker.open();
			connection.offer(Attacker.text("40" + AttackedListeners.GUARDED + ","));
			attacker.repeat(connection, 128, event);
		}));
	}

	@Test
	void smallFramesThatInflate() {
		byte[] bomb = Attacker.compressed(Attacker.event("/", "slow", 900_000));
		assertThat(bomb.length).isLessThan(1000);
		this.server.attack((attacker) -> attacker.together(2, (i) -> {
			HttpConnection connection = attacker.openCompressed();
			connection.offer(Attacker.text("40"));
			attacker.repeat(connection, 500, bomb);
		}));
	}

	@Test
	void smallFramesThatInflateWithoutListener() {
		byte[] bomb = Attacker.compressed(Attacker.event("/", "unknown", 900_000));
		this.server.attack((attacker) -> attacker.together(2, (i) -> {
			HttpConnection connection = attacker.openCompressed();
			connection.offer(Attacker.text("40"));
			attacker.repeat(connection, 500, bomb);
		}));
	}

}
