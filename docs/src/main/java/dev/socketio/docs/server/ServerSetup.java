package dev.socketio.docs.server;

// tag::customizer[]
import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.server.SocketIOServer;

import org.springframework.stereotype.Component;

@Component
class ServerSetup implements SocketIOServerCustomizer {

	@Override
	public void customize(SocketIOServer io) {
		io.on("ping-all", (socket, event, args, ack) -> socket.broadcast().emit("pong-all")); // <1>
		io.of("/chat").onConnection((socket) -> {
			socket.emit("welcome", socket.id());
			socket.on("message", (args, ack) -> { // <2>
				Message message = args.get(0, Message.class); // <3>
				socket.broadcast().emit("message", message);
				ack.send("delivered");
			});
			socket.on("rename", String.class, (name, ack) -> socket.data().put("name", name)); // <4>
			socket.onDisconnect((reason) -> io.of("/chat").emit("left", socket.id(), reason.text()));
		});
	}

	record Message(String room, String text) {
	}

}
// end::customizer[]
