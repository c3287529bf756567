package dev.socketio.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.adapter.RoomListener;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.TypeRef;
import dev.socketio.server.Ack;
import dev.socketio.server.AckTimeoutException;
import dev.socketio.server.BroadcastTarget;
import dev.socketio.server.RemoteSocket;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets a client make the server do everything that the API offers, in the main namespace.
 */
final class FeatureCommands {

	private static final TypeRef<Map<String, @Nullable Object>> OBJECT = new TypeRef<>() {
	};

	private final SocketIOServer io;

	private final ConcurrentLinkedQueue<List<String>> roomEvents = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<List<@Nullable Object>> serverSideEvents = new ConcurrentLinkedQueue<>();

	private FeatureCommands(SocketIOServer io) {
		this.io = io;
	}

	static void install(SocketIOServer io) {
		FeatureCommands commands = new FeatureCommands(io);
		io.adapter().addRoomListener(commands.new RoomLog());
		io.onConnection(commands::connected);
		commands.rooms();
		commands.broadcasts();
		commands.sockets();
		commands.serverSide();
	}

	private void connected(Socket socket) {
		Set<String> incoming = ConcurrentHashMap.newKeySet();
		Set<String> outgoing = ConcurrentHashMap.newKeySet();
		List<String> incomingOrder = new ArrayList<>();
		List<String> outgoingOrder = new ArrayList<>();
		socket.onAny((event, args, ack) -> {
			if (incoming.add(event)) {
				incomingOrder.add(event);
			}
		});
		socket.onAnyOutgoing((event, args) -> {
			if (outgoing.add(event)) {
				outgoingOrder.add(event);
			}
		});
		socket.use((event, args) -> "forbidden".equals(event)
				? Mono.error(new IllegalArgumentException("forbidden event")) : Mono.empty());
		socket.onError((error) -> socket.emit("error-back", String.valueOf(error.getMessage())));
		socket.on("catch-all", (args, ack) -> {
			Map<String, Object> seen = new LinkedHashMap<>();
			seen.put("incoming", List.copyOf(incomingOrder));
			seen.put("outgoing", List.copyOf(outgoingOrder));
			ack.send(seen);
		});
	}

	private void rooms() {
		this.io.on("join", (socket, event, args, ack) -> {
			socket.join(Command.names(args.get(0)));
			ack.send();
		});
		this.io.on("leave", (socket, event, args, ack) -> {
			socket.leave(String.valueOf(args.get(0)));
			ack.send();
		});
		this.io.on("rooms", (socket, event, args, ack) -> ack.send(socket.rooms()));
		this.io.on("adapter-log", (socket, event, args, ack) -> ack.send(drain(this.roomEvents)));
		this.io.on("set-data", (socket, event, args, ack) -> {
			Map<String, @Nullable Object> data = args.get(0, OBJECT);
			socket.data().clear();
			if (data != null) {
				socket.data().putAll(data);
			}
			ack.send();
		});
	}

	private void broadcasts() {
		this.io.on("broadcast", (socket, event, args, ack) -> {
			Command command = command(args);
			command.target(socket).emit(command.name(), command.arguments());
			ack.send();
		});
		this.io.on("broadcast-with-ack", (socket, event, args, ack) -> {
			Command command = command(args);
			// without a timeout, Node.js waits for the shortest time that there is
			BroadcastTarget target = (command.timeout() != null) ? command.target(socket)
					: command.target(socket).timeout(Duration.ofMillis(1));
			target.emitWithAck(command.name(), command.arguments())
				.subscribe((responses) -> answer(ack, null, responses), (error) -> failed(ack, error));
		});
		this.io.on("emit-with-ack", (socket, event, args, ack) -> {
			Command command = command(args);
			Mono<Arguments> result = (command.timeout() != null)
					? socket.timeout(Duration.ofMillis(command.timeout()))
						.emitWithAck(command.name(), command.arguments())
					: socket.emitWithAck(command.name(), command.arguments());
			result.subscribe((response) -> ack.send(result(null, "response", response.toList())),
					(error) -> ack.send(result(error.getMessage(), "response", List.of())));
		});
		this.io.on("burst", (socket, event, args, ack) -> {
			for (int i = 0; i < count(args); i++) {
				socket.emit("burst-item", i);
			}
		});
		this.io.on("volatile-burst", (socket, event, args, ack) -> {
			for (int i = 0; i < count(args); i++) {
				socket.asVolatile().emit("burst-item", i);
			}
		});
		this.io.on("ack-twice", (socket, event, args, ack) -> {
			ack.send(1);
			ack.send(2);
		});
		this.io.on("reserved", (socket, event, args, ack) -> {
			try {
				socket.emit(String.valueOf(args.get(0)));
				ack.send((Object) null);
			}
			catch (IllegalArgumentException ex) {
				ack.send(ex.getMessage());
			}
		});
	}

	private void sockets() {
		this.io.on("fetch-sockets",
				(socket, event, args, ack) -> command(args).target(socket)
					.fetchSockets()
					.map(FeatureCommands::describe)
					.collectList()
					.subscribe(ack::send, (error) -> ack.send(Map.of("error", String.valueOf(error.getMessage())))));
		this.io.on("sockets-join", (socket, event, args, ack) -> {
			Command command = command(args);
			command.target(socket).socketsJoin(command.roomNames());
			ack.send();
		});
		this.io.on("sockets-leave", (socket, event, args, ack) -> {
			Command command = command(args);
			command.target(socket).socketsLeave(command.roomNames());
			ack.send();
		});
		this.io.on("disconnect-sockets", (socket, event, args, ack) -> {
			Command command = command(args);
			ack.send();
			command.target(socket).disconnectSockets(command.closes());
		});
		this.io.on("disconnect-me", (socket, event, args, ack) -> socket.disconnect(Boolean.TRUE.equals(args.get(0))));
		this.io.on("handshake", (socket, event, args, ack) -> ack.send(((LocalSocket) socket).describe().handshake()));
		this.io.on("transport", (socket, event, args, ack) -> ack.send(socket.connection().transport().wireName()));
		this.io.on("namespaces", (socket, event, args, ack) -> ack
			.send(this.io.namespaces().stream().map((namespace) -> namespace.name()).toList()));
	}

	private void serverSide() {
		for (String name : List.of("sse", "sse-2", "ping-me")) {
			this.io.onServerSide(name, (args, ack) -> {
				List<@Nullable Object> entry = new ArrayList<>();
				entry.add(name);
				entry.addAll(args.toList());
				this.serverSideEvents.add(entry);
				if ("ping-me".equals(name)) {
					ack.send("pong-" + ((args.size() > 0) ? text(args.get(0)) : "undefined"));
				}
			});
		}
		this.io.on("server-side-emit", (socket, event, args, ack) -> {
			Command command = command(args);
			this.io.serverSideEmit(command.name(), command.arguments());
			ack.send();
		});
		this.io.on("server-side-emit-with-ack", (socket, event, args, ack) -> {
			Command command = command(args);
			this.io.serverSideEmitWithAck(command.name(), command.arguments())
				.subscribe((responses) -> answer(ack, null, responses), (error) -> failed(ack, error));
		});
		this.io.on("server-side-log", (socket, event, args, ack) -> ack.send(drain(this.serverSideEvents)));
	}

	/** As JavaScript writes it. */
	private static String text(@Nullable Object value) {
		return (value instanceof List<?> list) ? list.stream()
			.map((element) -> (element != null) ? text(element) : "")
			.collect(Collectors.joining(",")) : String.valueOf(value);
	}

	private static Command command(Arguments args) {
		Command command = args.get(0, Command.class);
		if (command == null) {
			throw new IllegalArgumentException("No command");
		}
		return command;
	}

	private static int count(Arguments args) {
		Integer count = args.get(0, Integer.class);
		return (count != null) ? count : 0;
	}

	private static void failed(Ack ack, Throwable error) {
		List<Arguments> partial = List.of();
		if (error instanceof AckTimeoutException timeout) {
			partial = timeout.responses();
		}
		else if (error instanceof RequestTimeoutException timeout) {
			partial = timeout.responses();
		}
		answer(ack, error.getMessage(), partial);
	}

	private static void answer(Ack ack, @Nullable String error, List<Arguments> responses) {
		List<@Nullable Object> values = new ArrayList<>();
		responses.forEach((response) -> values.add(response.get(0)));
		ack.send(result(error, "responses", values));
	}

	private static Map<String, @Nullable Object> result(@Nullable String error, String key, Object value) {
		Map<String, @Nullable Object> result = new LinkedHashMap<>();
		result.put("error", error);
		result.put(key, value);
		return result;
	}

	private static Map<String, Object> describe(RemoteSocket socket) {
		return Map.of("id", socket.id(), "rooms", new LinkedHashSet<>(socket.rooms()), "data", socket.data());
	}

	private static <T> List<T> drain(ConcurrentLinkedQueue<T> queue) {
		List<T> drained = new ArrayList<>();
		for (T entry = queue.poll(); entry != null; entry = queue.poll()) {
			drained.add(entry);
		}
		return drained;
	}

	private final class RoomLog implements RoomListener {

		@Override
		public void onCreateRoom(String room) {
			record(room, "create-room", room);
		}

		@Override
		public void onJoinRoom(String room, String id) {
			record(room, "join-room", room, id);
		}

		@Override
		public void onLeaveRoom(String room, String id) {
			record(room, "leave-room", room, id);
		}

		@Override
		public void onDeleteRoom(String room) {
			record(room, "delete-room", room);
		}

		private void record(String room, String... entry) {
			if (room.startsWith("log:")) {
				FeatureCommands.this.roomEvents.add(List.of(entry));
			}
		}

	}

}
