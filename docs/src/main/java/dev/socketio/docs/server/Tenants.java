package dev.socketio.docs.server;

import java.util.regex.Pattern;

import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.server.NamespaceMatcher;
import dev.socketio.server.ParentNamespace;
import dev.socketio.server.SocketIOServer;

import org.springframework.stereotype.Component;

// tag::tenants[]
@Component
class Tenants implements SocketIOServerCustomizer {

	@Override
	public void customize(SocketIOServer io) {
		ParentNamespace tenants = io.of(NamespaceMatcher.path("/tenant-{id}")); // <1>
		tenants.onConnection((socket) -> socket.emit("welcome", socket.namespaceVariables().get("id"))); // <2>
		tenants.on("news", (socket, event, args, ack) -> socket.namespace().emit("news", args.get(0))); // <3>
		io.of(Pattern.compile("^/v\\d+$")).onConnection((socket) -> socket.emit("version")); // <4>
	}

}
// end::tenants[]
