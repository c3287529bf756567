package dev.socketio.interop;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.adapter.LocalSocket;
import dev.socketio.protocol.TypeRef;
import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The events that the suite of the official Socket.IO client uses.
 */
final class ClientSuiteEvents {

	private static final TypeRef<Map<String, @Nullable Object>> OBJECT = new TypeRef<>() {
	};

	private static final byte[] ASDF = "asdfasdf".getBytes(StandardCharsets.US_ASCII);

	private static final List<String> TEXTS = List.of("てすと", "Я Б Г Д Ж Й", "Ä ä Ü ü ß", "utf8 — string",
			"utf8 — string");

	private ClientSuiteEvents() {
	}

	static void install(SocketIOServer io) {
		io.use((socket) -> {
			String fail = socket.handshake().query().getOrDefault("fail", "");
			return fail.isEmpty() ? Mono.empty()
					: Mono.error(new ConnectRefusedException("Auth failed (main namespace)"));
		});
		io.onConnection(ClientSuiteEvents::listen);
		io.of("/foo").on("getId", (socket, event, args, ack) -> ack.send(socket.id()));
		io.of("/abc").onConnection((socket) -> socket.emit("handshake", describe(socket)));
		io.of("/no").use((socket) -> Mono.error(new ConnectRefusedException("Auth failed (custom namespace)")));
		List.of("/asd", "/valid", "/timeout_socket").forEach(io::of);
	}

	private static void listen(Socket socket) {
		socket.on("hi", (args, ack) -> socket.emit("hi"));
		socket.on("echo", (args, ack) -> ack.send(args.get(0)));
		socket.on("getId", (args, ack) -> ack.send(socket.id()));
		socket.on("getHandshake", (args, ack) -> ack.send(describe(socket)));
		socket.on("ack", (args, ack) -> askBack(socket));
		socket.on("getAckDate", (args, ack) -> ack.send(new Date()));
		socket.on("getDate", (args, ack) -> socket.emit("takeDate", new Date()));
		socket.on("getDateObj", (args, ack) -> socket.emit("takeDateObj", Map.of("date", new Date())));
		socket.on("getUtf8", (args, ack) -> TEXTS.forEach((text) -> socket.emit("takeUtf8", text)));
		socket.on("false", (args, ack) -> socket.emit("false", false));
		socket.on("doge", (args, ack) -> socket.emit("doge", (Object) ASDF));
		socket.on("getbin", (args, ack) -> socket.emit("takebin", (Object) ASDF));
		binary(socket, "buffa", "buffack");
		binary(socket, "blob", "back");
		object(socket, "jsonbuff", "jsonbuff-ack");
		object(socket, "jsonblob", "jsonblob-ack");
		sequences(socket);
	}

	private static void askBack(Socket socket) {
		socket.emitWithAck("ack").subscribe((answer) -> {
			Map<String, @Nullable Object> details = answer.get(1, OBJECT);
			if (Integer.valueOf(5).equals(answer.get(0)) && details != null
					&& Boolean.TRUE.equals(details.get("test"))) {
				socket.emit("got it");
			}
		}, (error) -> {
			// the client has disconnected
		});
	}

	private static void binary(Socket socket, String event, String reaction) {
		socket.on(event, (args, ack) -> {
			if (args.get(0) instanceof byte[]) {
				socket.emit(reaction);
			}
		});
	}

	private static void object(Socket socket, String event, String reaction) {
		socket.on(event, (args, ack) -> {
			Map<String, @Nullable Object> value = args.get(0, OBJECT);
			if (value != null && "lol".equals(value.get("hello")) && value.get("message") instanceof byte[]
					&& "gotcha".equals(value.get("goodbye"))) {
				socket.emit(reaction);
			}
		});
	}

	/** Reactions to several events in a row. */
	private static void sequences(Socket socket) {
		boolean[] firstBuffer = new boolean[1];
		socket.on("abuff1", (args, ack) -> firstBuffer[0] = args.get(0) instanceof byte[]);
		socket.on("abuff2", (args, ack) -> {
			if (firstBuffer[0]) {
				socket.emit("abuff2-ack");
			}
		});
		int[] blobs = new int[1];
		socket.on("blob1", (args, ack) -> blobs[0] = (args.get(0) instanceof byte[]) ? 1 : 0);
		socket.on("blob2", (args, ack) -> blobs[0] = (blobs[0] == 1 && "second".equals(args.get(0))) ? 2 : 0);
		socket.on("blob3", (args, ack) -> {
			if (blobs[0] == 2 && args.get(0) instanceof byte[]) {
				socket.emit("blob3-ack");
			}
		});
	}

	private static Map<String, @Nullable Object> describe(Socket socket) {
		return new LinkedHashMap<>(((LocalSocket) socket).describe().handshake());
	}

}
