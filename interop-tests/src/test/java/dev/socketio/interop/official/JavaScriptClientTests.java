package dev.socketio.interop.official;

import java.util.stream.Stream;

import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The official JavaScript client.
 */
@ServerUnderTest
class JavaScriptClientTests {

	@RegisterExtension
	static final RoomsServer rooms = new RoomsServer();

	@TestFactory
	Stream<DynamicTest> protocolOverPolling(TestServer server) {
		return NodeScript.run("protocol-client.js", server.url(), "polling");
	}

	@TestFactory
	Stream<DynamicTest> protocolOverWebSocket(TestServer server) {
		return NodeScript.run("protocol-client.js", server.url(), "websocket");
	}

	@TestFactory
	Stream<DynamicTest> protocolWithUpgrade(TestServer server) {
		return NodeScript.run("protocol-client.js", server.url(), "upgrade");
	}

	@TestFactory
	Stream<DynamicTest> roomsOverPolling() {
		return NodeScript.run("rooms-client.js", rooms.url(), "polling");
	}

	@TestFactory
	Stream<DynamicTest> roomsOverWebSocket() {
		return NodeScript.run("rooms-client.js", rooms.url(), "websocket");
	}

	@TestFactory
	Stream<DynamicTest> roomsWithUpgrade() {
		return NodeScript.run("rooms-client.js", rooms.url(), "upgrade");
	}

}
