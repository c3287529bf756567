package dev.socketio.interop;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import dev.socketio.protocol.TypeRef;
import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.Namespace;
import dev.socketio.server.NamespaceDisconnectListener;
import dev.socketio.server.ParentNamespace;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The namespaces beside the main one: guarded, slow and dynamic ones, and one that
 * watches the others.
 */
final class FeatureNamespaces {

	private static final TypeRef<Map<String, @Nullable Object>> OBJECT = new TypeRef<>() {
	};

	private final Namespace observer;

	private final Map<String, Set<String>> lastRooms = new ConcurrentHashMap<>();

	private FeatureNamespaces(Namespace observer) {
		this.observer = observer;
	}

	static void install(SocketIOServer io) {
		FeatureNamespaces namespaces = new FeatureNamespaces(io.of("/observer"));
		namespaces.observe(io);
		namespaces.guarded(io.of("/auth"));
		namespaces.slow(io.of("/slow"));
		namespaces.dynamic(io.of(Pattern.compile("^/dyn-\\d+$")));
		io.of((name, auth) -> {
			Map<String, @Nullable Object> credentials = auth.get(0, OBJECT);
			boolean allowed = name.startsWith("/fn-") && credentials != null
					&& Boolean.TRUE.equals(credentials.get("ok"));
			return allowed ? Mono.just(Map.of()) : Mono.empty();
		}).onConnection((socket) -> socket.emit("nsp", socket.namespace().name()));
	}

	private void guarded(Namespace namespace) {
		namespace.use((socket) -> "valid".equals(socket.handshake().auth().get("token")) ? Mono.empty()
				: Mono.error(new ConnectRefusedException("not authorized", Map.of("content", "Please retry later"))));
		namespace.onConnection((socket) -> socket.emit("welcome", socket.handshake().auth()));
		observe(namespace);
	}

	private void slow(Namespace namespace) {
		namespace.use((socket) -> Mono.delay(Duration.ofMillis(300)).then());
		observe(namespace);
	}

	private void dynamic(ParentNamespace parent) {
		parent.onConnection((socket) -> socket.emit("nsp", socket.namespace().name()));
		parent.on("parent-emit", (socket, event, args, ack) -> {
			parent.emit("from-parent");
			ack.send();
		});
		parent.onDisconnecting(disconnecting());
		parent.onDisconnect(disconnected());
	}

	private void observe(Namespace namespace) {
		namespace.onDisconnecting(disconnecting());
		namespace.onDisconnect(disconnected());
	}

	private NamespaceDisconnectListener disconnecting() {
		return (socket, reason) -> this.lastRooms.put(socket.id(), socket.rooms());
	}

	private NamespaceDisconnectListener disconnected() {
		return (socket, reason) -> {
			Map<String, @Nullable Object> report = new LinkedHashMap<>();
			report.put("nsp", socket.namespace().name());
			report.put("id", socket.id());
			report.put("reason", reason.text());
			Set<String> rooms = this.lastRooms.remove(socket.id());
			report.put("rooms", (rooms != null) ? rooms : List.of());
			report.put("left", socket.rooms().isEmpty());
			this.observer.emit("disconnected", report);
		};
	}

}
