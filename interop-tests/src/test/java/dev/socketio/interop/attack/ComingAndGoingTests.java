package dev.socketio.interop.attack;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sockets that come and go.
 */
class ComingAndGoingTests {

	@RegisterExtension
	final AttackExtension server = new AttackExtension();

	@Test
	void comingAndGoingWithBlockingListeners() {
		byte[] cycle = Attacker.text("40" + AttackedListeners.LIFECYCLE + ",");
		byte[] leave = Attacker.text("41" + AttackedListeners.LIFECYCLE + ",");
		this.server
			.attack((attacker) -> attacker.together(3, (i) -> attacker.repeat(attacker.open(), 10_000, cycle, leave)));
	}

}
