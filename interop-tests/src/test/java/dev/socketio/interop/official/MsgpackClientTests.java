package dev.socketio.interop.official;

import java.util.stream.Stream;

import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The official JavaScript client with the official MessagePack parser.
 */
@ServerUnderTest
class MsgpackClientTests {

	@RegisterExtension
	static final RoomsServer rooms = new RoomsServer("socketio.parser=msgpack");

	@TestFactory
	Stream<DynamicTest> protocolOverPolling(TestServer server) {
		return NodeScript.run("msgpack-client.js", server.url(), "polling");
	}

	@TestFactory
	Stream<DynamicTest> protocolOverWebSocket(TestServer server) {
		return NodeScript.run("msgpack-client.js", server.url(), "websocket");
	}

	@TestFactory
	Stream<DynamicTest> protocolWithUpgrade(TestServer server) {
		return NodeScript.run("msgpack-client.js", server.url(), "upgrade");
	}

	@TestFactory
	Stream<DynamicTest> roomsOverPolling() {
		return rooms("polling");
	}

	@TestFactory
	Stream<DynamicTest> roomsOverWebSocket() {
		return rooms("websocket");
	}

	@TestFactory
	Stream<DynamicTest> roomsWithUpgrade() {
		return rooms("upgrade");
	}

	private static Stream<DynamicTest> rooms(String mode) {
		return NodeScript.of("rooms-client.js")
			.environment("PARSER", "socket.io-msgpack-parser")
			.start(rooms.url(), mode);
	}

}
