package dev.socketio.interop.official;

import java.util.stream.Stream;

import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The official JavaScript client of Socket.IO 2.
 */
@ServerUnderTest
class LegacyJavaScriptClientTests {

	@RegisterExtension
	static final RoomsServer rooms = new RoomsServer("socketio.allow-eio3=true");

	@TestFactory
	Stream<DynamicTest> protocolOverPolling(TestServer server) {
		return NodeScript.run("legacy-client.js", server.url(), "polling");
	}

	@TestFactory
	Stream<DynamicTest> protocolOverWebSocket(TestServer server) {
		return NodeScript.run("legacy-client.js", server.url(), "websocket");
	}

	@TestFactory
	Stream<DynamicTest> protocolWithUpgrade(TestServer server) {
		return NodeScript.run("legacy-client.js", server.url(), "upgrade");
	}

	@TestFactory
	Stream<DynamicTest> roomsOverPolling() {
		return NodeScript.run("legacy-rooms-client.js", rooms.url(), "polling");
	}

	@TestFactory
	Stream<DynamicTest> roomsOverWebSocket() {
		return NodeScript.run("legacy-rooms-client.js", rooms.url(), "websocket");
	}

	@TestFactory
	Stream<DynamicTest> roomsWithUpgrade() {
		return NodeScript.run("legacy-rooms-client.js", rooms.url(), "upgrade");
	}

}
