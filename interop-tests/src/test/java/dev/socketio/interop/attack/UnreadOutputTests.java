package dev.socketio.interop.attack;

import java.nio.charset.StandardCharsets;

import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.WebSocketFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Output that clients do not read.
 */
class UnreadOutputTests {

	@RegisterExtension
	final AttackExtension server = new AttackExtension();

	@Test
	void answersThatAreNotRead() {
		byte[] event = Attacker.text("421" + Attacker.event("/", "echo", Attacker.BIG).substring(2));
		this.server.attack((attacker) -> attacker.together(100, (i) -> attacker.repeat(attacker.join(), 40, event)));
	}

	@Test
	void answersThatAreNotPolled() {
		String event = "421" + Attacker.event("/", "echo", Attacker.BIG).substring(2);
		this.server.attack((attacker) -> attacker.together(30, (i) -> {
			PollingSession session = attacker.poll();
			session.send("40");
			for (int n = 0; n < 20 && !attacker.isOver(); n++) {
				attacker.post(session, event.getBytes(StandardCharsets.UTF_8), event.length()).receive();
			}
		}));
	}

	@Test
	void pongsThatAreNotRead() {
		byte[] pings = new byte[64 * 131];
		byte[] ping = WebSocketFrame.of(WebSocketFrame.PING, new byte[125]).masked();
		for (int i = 0; i < 64; i++) {
			System.arraycopy(ping, 0, pings, i * 131, 131);
		}
		this.server.attack((attacker) -> attacker.together(4, (i) -> attacker.repeat(attacker.join(), 40_000, pings)));
	}

	@Test
	void attachmentThatIsUsedManyTimes() {
		byte[] event = Attacker
			.text("451-1[\"echo-all\",[" + "{\"_placeholder\":true,\"num\":0},".repeat(25_000) + "\"\"]]");
		byte[] attachment = Attacker.binary(Attacker.BIG);
		this.server
			.attack((attacker) -> attacker.together(1, (i) -> attacker.repeat(attacker.join(), 3, event, attachment)));
	}

}
