package dev.socketio.docs.listeners;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketData;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.listener.SocketPayload;
import dev.socketio.server.Handshake;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

@Component
@SocketNamespace("/arguments")
class ArgumentListener {

	// tag::connect[]
	@SocketConnectListener
	void connected(Socket socket, @SocketAuth Credentials credentials, Handshake handshake) {
		socket.data().put("device", credentials.device());
		socket.data().put("since", handshake.issued());
	}
	// end::connect[]

	// tag::positions[]
	@SocketEventListener("move")
	List<Integer> move(Socket socket, int x, int y) { // <1>
		return List.of(x, y);
	}

	@SocketEventListener("order")
	int order(List<OrderLine> lines, Optional<String> coupon) { // <2>
		return lines.stream().mapToInt(OrderLine::quantity).sum();
	}

	@SocketEventListener("history")
	String history(String room, @Nullable Instant since) { // <3>
		return (since != null) ? room + " since " + since : room;
	}

	@SocketEventListener("upload")
	int upload(Attachment attachment, byte[] thumbnail) { // <4>
		return attachment.content().length + thumbnail.length;
	}

	@SocketEventListener("log")
	int log(String level, @SocketPayload(rest = true) List<Object> details) { // <5>
		return details.size();
	}
	// end::positions[]

	// tag::special[]
	@SocketEventListener({ "open", "close" })
	Map<String, String> door(@SocketEventName String event, @SocketData String device) {
		return Map.of("event", event, "device", device);
	}
	// end::special[]

	// tag::connect[]

	record Credentials(String token, String device) {
	}
	// end::connect[]
	// tag::positions[]

	record OrderLine(String article, int quantity) {
	}

	record Attachment(String name, byte[] content) {
	}
	// end::positions[]

}
