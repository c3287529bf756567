package dev.socketio.interop.attack;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.WebSocketFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Input that does not come to its end, and what is left of what does.
 */
class UnfinishedInputTests {

	@RegisterExtension
	final AttackExtension server = new AttackExtension();

	@Test
	void incompleteBinaryPackets() {
		byte[] header = Attacker.text("4510-[\"unknown\"" + IntStream.range(0, 10)
			.mapToObj((i) -> ",{\"_placeholder\":true,\"num\":" + i + "}")
			.collect(Collectors.joining()) + "]");
		byte[] attachment = Attacker.binary(Attacker.BIG);
		this.server.attack((attacker) -> attacker.together(60, (i) -> {
			HttpConnection connection = attacker.join();
			connection.offer(header);
			attacker.repeat(connection, 9, attachment);
		}));
	}

	@Test
	void unfinishedFrames() {
		byte[] event = Attacker.text(Attacker.event("/", "unknown", Attacker.BIG));
		byte[] part = Arrays.copyOf(event, Attacker.BIG);
		this.server.attack((attacker) -> attacker.together(10, (number) -> {
			for (int i = 0; i < 20 && !attacker.isOver(); i++) {
				attacker.join().offer(part);
			}
		}));
	}

	@Test
	void unfinishedMessages() {
		byte[] part = WebSocketFrame.of(WebSocketFrame.TEXT, Attacker.event("/", "unknown", Attacker.BIG))
			.notFinal()
			.masked();
		this.server.attack((attacker) -> attacker.together(10, (number) -> {
			for (int i = 0; i < 20 && !attacker.isOver(); i++) {
				attacker.join().offer(part);
			}
		}));
	}

	@Test
	void unfinishedRequestBodies() {
		byte[] part = new byte[Attacker.BIG];
		this.server.attack((attacker) -> attacker.together(10, (number) -> {
			for (int i = 0; i < 20 && !attacker.isOver(); i++) {
				attacker.post(attacker.poll(), part, Attacker.BIG + 1000);
			}
		}));
	}

	@Test
	void requestsBehindPendingOne() {
		String body = "x".repeat(Attacker.BIG);
		this.server.attack((attacker) -> attacker.together(2, (number) -> {
			PollingSession session = attacker.poll();
			HttpConnection connection = attacker.tcp();
			connection.send(HttpRequest.get(session.target()));
			for (int i = 0; i < 200 && !attacker.isOver(); i++) {
				connection.send(HttpRequest.post(session.target(), body));
			}
		}));
	}

	@Test
	void oneBigMessageBeforeIdling() {
		byte[] arguments = Attacker.text("42[\"unknown\"" + ",0".repeat(490_000) + "]");
		byte[] array = Attacker.text("42[\"unknown\",[0" + ",0".repeat(490_000) + "]]");
		this.server.attack((attacker) -> attacker.together(4, (number) -> {
			for (int i = 0; i < 25; i++) {
				attacker.repeat(attacker.join(), 1, arguments);
				attacker.repeat(attacker.join(), 1, array);
			}
		}), Duration.ofSeconds(10), (attacker) -> this.server.assertMemoryReturns());
	}

}
