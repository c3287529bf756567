package dev.socketio.interop.attack;

import java.util.List;

import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Socket;
import reactor.core.publisher.Mono;

/**
 * The listeners of the server under attack.
 */
class AttackedListeners {

	/** Sockets here have a middleware that takes its time. */
	static final String GUARDED = "/guarded";

	/** Namespaces for those who say so. */
	static final String GATED = "/gated-{id}";

	/** Namespaces open to all clients. */
	static final String OPEN = "/open-{id}";

	/** A namespace that calls blocking listeners when a socket comes and goes. */
	static final String LIFECYCLE = "/lifecycle";

	@SocketEventListener(event = "slow", namespace = { "/", GUARDED, OPEN })
	void slow(String data) throws InterruptedException {
		// the work that attackers make pile up
		Thread.sleep(AttackedServer.SLOW.toMillis());
	}

	@SocketEventListener("blocking-echo")
	String blockingEcho(String text) {
		return text;
	}

	@SocketEventListener("echo")
	Mono<String> echo(String text) {
		return Mono.just(text);
	}

	@SocketEventListener("echo-all")
	List<String> echoAll(List<String> texts) {
		return texts;
	}

	@SocketEventListener(event = "join", execution = Execution.EVENT_LOOP)
	void join(String room, Socket socket) {
		socket.join(room);
	}

	@SocketEventListener(event = "join-all", execution = Execution.EVENT_LOOP)
	void joinAll(List<String> rooms, Socket socket) {
		rooms.forEach(socket::join);
	}

	@SocketEventListener(event = "read", execution = Execution.EVENT_LOOP)
	void read(List<Integer> numbers) {
		// the conversion is all
	}

	@SocketConnectListener(namespace = LIFECYCLE)
	void connected() throws InterruptedException {
		// blocks, as a look-up in a database does
		Thread.sleep(1);
	}

	@SocketDisconnectListener(namespace = LIFECYCLE)
	void disconnected() throws InterruptedException {
		// blocks, as a look-up in a database does
		Thread.sleep(1);
	}

	@SocketEventListener(event = "role", namespace = GATED)
	String role() {
		return "member";
	}

}
