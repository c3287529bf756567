package dev.socketio.interop;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.socketio.engine.session.CloseReason;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.engine.session.SessionListener;
import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.Namespace;
import dev.socketio.server.SocketIOServer;
import reactor.core.publisher.Mono;

/**
 * The behaviours of endpoints.
 */
final class Behaviours {

	private Behaviours() {
	}

	/** Send every message back as it is. */
	static SessionListener echoMessages(EngineSession session) {
		return new Echo(session);
	}

	/** Send events back, or acknowledge them, with the arguments they had. */
	static void echoEvents(SocketIOServer io) {
		greet(io);
		greet(io.of("/custom"));
		io.on("message", (socket, event, args, ack) -> socket.emit("message-back", args.toList().toArray()));
		io.on("message-with-ack", (socket, event, args, ack) -> ack.send(args.toList().toArray()));
	}

	/** Refuse all clients, with a reason. */
	static void denyAll(Namespace namespace) {
		namespace.use((socket) -> {
			boolean details = socket.handshake().auth().containsKey("details");
			return Mono.error(new ConnectRefusedException("not authorized",
					details ? Map.of("content", "Please retry later") : null));
		});
	}

	private static void greet(Namespace namespace) {
		namespace.onConnection((socket) -> socket.emit("auth", socket.handshake().auth()));
	}

	private record Echo(EngineSession session) implements SessionListener {

		@Override
		public void onText(byte[] buffer, int offset, int length) {
			this.session.send(new String(buffer, offset, length, StandardCharsets.UTF_8));
		}

		@Override
		public void onBinary(byte[] data) {
			this.session.send(data);
		}

		@Override
		public void onClose(CloseReason reason) {
		}

	}

}
