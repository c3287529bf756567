package dev.socketio.interop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.socketio.protocol.TypeRef;
import dev.socketio.server.BroadcastTarget;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Commands that show a client the state that was recovered.
 */
final class RecoveryCommands {

	private static final TypeRef<Map<String, @Nullable Object>> OBJECT = new TypeRef<>() {
	};

	private RecoveryCommands() {
	}

	static void install(SocketIOServer io) {
		AtomicInteger middlewareCalls = new AtomicInteger();
		io.use((socket) -> {
			middlewareCalls.incrementAndGet();
			return Mono.empty();
		});
		io.on("join", (socket, event, args, ack) -> {
			socket.join(Command.names(args.get(0)));
			ack.send();
		});
		io.on("set-data", (socket, event, args, ack) -> {
			Map<String, @Nullable Object> data = args.get(0, OBJECT);
			socket.data().clear();
			if (data != null) {
				socket.data().putAll(data);
			}
			ack.send();
		});
		io.on("whoami", (socket, event, args, ack) -> {
			Map<String, Object> self = new LinkedHashMap<>();
			self.put("id", socket.id());
			self.put("rooms", socket.rooms());
			self.put("data", new LinkedHashMap<>(socket.data()));
			self.put("recovered", socket.isRecovered());
			self.put("middlewareCount", middlewareCalls.get());
			ack.send(self);
		});
		io.on("emit-to", (socket, event, args, ack) -> {
			Message message = args.get(0, Message.class);
			if (message != null) {
				BroadcastTarget target = io;
				target = (message.to() != null) ? target.to(message.to()) : target;
				target = (message.except() != null) ? target.except(message.except()) : target;
				target = Boolean.TRUE.equals(message.isVolatile()) ? target.asVolatile() : target;
				target.emit("msg", (message.args() != null) ? message.args().toArray() : new Object[0]);
			}
			ack.send();
		});
		io.on("disconnect-me", (socket, event, args, ack) -> socket.disconnect(Boolean.TRUE.equals(args.get(0))));
	}

	private record Message(@Nullable String to, @Nullable String except,
			@JsonProperty("volatile") @Nullable Boolean isVolatile, @Nullable List<Object> args) {

	}

}
