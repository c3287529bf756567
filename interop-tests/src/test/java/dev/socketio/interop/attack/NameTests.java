package dev.socketio.interop.attack;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.WebSocketConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names and credentials that clients choose.
 */
class NameTests {

	@RegisterExtension
	final AttackExtension server = new AttackExtension();

	@Test
	void longNamesOfNamespaces() {
		String filler = "n".repeat(490_000);
		this.server.attack((attacker) -> attacker.together(1, (number) -> {
			HttpConnection connection = attacker.open();
			for (int i = 0; i < 300 && !attacker.isOver(); i++) {
				if (!connection.offer(Attacker.text("40/gated-" + i + filler + ","))) {
					connection = attacker.open();
				}
			}
		}));
		assertThat(this.server.additionalNamespaces()).isZero();
	}

	@Test
	void longNamesOfRooms() {
		String filler = "r".repeat(Attacker.BIG);
		this.server.attack((attacker) -> attacker.together(1, (number) -> {
			HttpConnection connection = attacker.join();
			for (int i = 0; i < 200 && !attacker.isOver(); i++) {
				connection.offer(Attacker.text("42[\"join\",\"" + i + filler + "\"]"));
			}
		}));
	}

	@Test
	void millionsOfRooms() {
		this.server.attack((attacker) -> attacker.together(2, (number) -> {
			HttpConnection connection = attacker.join();
			for (int i = 0; i < 60 && !attacker.isOver(); i++) {
				String prefix = "\"" + number + "-" + i + "-";
				connection.offer(Attacker.text("42[\"join-all\",["
						+ IntStream.range(0, 40_000).mapToObj((n) -> prefix + n + "\"").collect(Collectors.joining(","))
						+ "]]"));
			}
		}));
	}

	@Test
	void longNamesOfEvents() {
		byte[] event = Attacker.text("421[\"" + "e".repeat(Attacker.BIG) + "\"]");
		this.server.attack((attacker) -> attacker.together(2, (i) -> attacker.repeat(attacker.join(), 200, event)));
	}

	@Test
	void bigCredentials() {
		byte[] connect = Attacker.text("40{\"token\":\"" + "t".repeat(Attacker.BIG) + "\"}");
		this.server.attack((attacker) -> attacker.together(4, (number) -> {
			for (int i = 0; i < 50 && !attacker.isOver(); i++) {
				attacker.open().offer(connect);
			}
		}));
	}

	@Test
	void manyArguments() {
		byte[] event = Attacker.text("421[\"echo\"" + ",0".repeat(Attacker.BIG / 2) + "]");
		this.server.attack((attacker) -> attacker.together(2, (i) -> attacker.repeat(attacker.join(), 50, event)));
	}

	@Test
	void refusedNamesOfDynamicNamespaceLockNoClientOut() {
		this.server.attack((attacker) -> attacker.together(1, (number) -> {
			HttpConnection connection = attacker.open();
			for (int i = 0; i < 10_100 && !attacker.isOver(); i++) {
				if (!connection.offer(Attacker.text("40/gated-" + i + ","))) {
					connection = attacker.open();
				}
			}
		}), Duration.ofSeconds(10), (attacker) -> {
			try (WebSocketConnection member = WebSocketConnection.open(this.server.address(),
					Mount.SOCKET_IO.webSocket())) {
				member.receiveText();
				member.sendText("40/gated-fresh,{\"role\":\"member\"}");
				assertThat(member.receiveText()).startsWith("40/gated-fresh,{\"sid\":");
			}
		});
		assertThat(this.server.additionalNamespaces()).isBetween(0L, 1L);
	}

}
