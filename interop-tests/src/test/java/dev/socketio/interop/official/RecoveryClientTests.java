package dev.socketio.interop.official;

import java.io.IOException;
import java.util.stream.Stream;

import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The official JavaScript client, whose TCP connections are cut without its doing.
 */
@ServerUnderTest
@Tag("stricter-than-node")
class RecoveryClientTests {

	@TestFactory
	Stream<DynamicTest> recoveryOverPolling(TestServer server) throws IOException {
		return recovery(server, "polling");
	}

	@TestFactory
	Stream<DynamicTest> recoveryOverWebSocket(TestServer server) throws IOException {
		return recovery(server, "websocket");
	}

	@TestFactory
	Stream<DynamicTest> recoveryAfterAnUpgrade(TestServer server) throws IOException {
		return recovery(server, "upgrade");
	}

	private static Stream<DynamicTest> recovery(TestServer server, String mode) throws IOException {
		try (Relay relay = new Relay(server.url())) {
			return NodeScript.of("recovery-client.js")
				.commands((command) -> execute(command, relay, server))
				.start(relay.url(), mode);
		}
	}

	private static String execute(String command, Relay relay, TestServer server) {
		switch (command) {
			case "direct" -> {
				return server.url();
			}
			case "cut" -> relay.cut();
			case "abandon" -> relay.abandon();
			case "restore" -> relay.restore();
			default -> throw new IllegalArgumentException(command);
		}
		return "done";
	}

}
