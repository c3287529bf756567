package dev.socketio.benchmarks.soak;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import reactor.core.publisher.Mono;

/**
 * Listeners for the clients of a soak test. Those of the chat namespace block.
 */
class SoakListeners {

	static final String CHAT = "/chat";

	/** A namespace with a middleware that takes its time. */
	static final String SLOW = "/slow";

	static final String DYNAMIC = "/topic-{name}";

	static final String PAYLOAD = "x".repeat(10_000);

	private final LongAdder questions = new LongAdder();

	private final LongAdder answers = new LongAdder();

	private final Tally blocking = new Tally();

	@SocketConnectListener(namespace = CHAT)
	void connected(Socket socket) {
		this.blocking.connected(socket);
	}

	@SocketDisconnectListener(namespace = CHAT)
	void disconnected(Socket socket) {
		this.blocking.disconnected(socket);
	}

	Tally blocking() {
		return this.blocking;
	}

	/** How many acknowledgements neither came nor failed until now. */
	long unanswered() {
		return this.questions.sum() - this.answers.sum();
	}

	@SocketEventListener(event = "echo", namespace = { "/", SLOW, DYNAMIC })
	Mono<Integer> echo(int number) {
		return Mono.just(number);
	}

	@SocketEventListener(event = { "echo", "work" }, namespace = CHAT)
	int work(int number, Socket socket) throws InterruptedException {
		// a listener that blocks, so that events wait for it
		Thread.sleep(ThreadLocalRandom.current().nextInt(10));
		// it may have left meanwhile
		socket.join("worker-" + number);
		return number;
	}

	@SocketEventListener(event = "gather", namespace = { "/", CHAT, SLOW, DYNAMIC })
	void gather(String from, String to, Namespace namespace) {
		namespace.in(from).socketsJoin(to).block();
		namespace.in(to).fetchSockets().count().block();
		namespace.in(from).socketsLeave(to).block();
	}

	@SocketEventListener(event = "purge", namespace = { "/", CHAT, SLOW, DYNAMIC }, execution = Execution.EVENT_LOOP)
	void purge(String room, boolean close, Namespace namespace) {
		namespace.in(room).disconnectSockets(close);
	}

	@SocketEventListener(event = "join", namespace = { "/", CHAT, SLOW, DYNAMIC }, execution = Execution.EVENT_LOOP)
	void join(String room, Socket socket) {
		socket.join(room);
	}

	@SocketEventListener(event = "leave", namespace = { "/", CHAT, SLOW, DYNAMIC }, execution = Execution.EVENT_LOOP)
	void leave(String room, Socket socket) {
		socket.leave(room);
	}

	@SocketEventListener(event = "shout", namespace = { "/", CHAT, SLOW, DYNAMIC }, execution = Execution.EVENT_LOOP)
	void shout(String room, Namespace namespace) {
		namespace.to(room).emit("shouted", PAYLOAD);
	}

	@SocketEventListener(event = "flood", namespace = { "/", CHAT, SLOW, DYNAMIC }, execution = Execution.EVENT_LOOP)
	void flood(int count, Socket socket) {
		for (int i = 0; i < count; i++) {
			socket.emit("flooded", PAYLOAD);
		}
	}

	@SocketEventListener(event = "ask", namespace = { "/", CHAT, SLOW, DYNAMIC }, execution = Execution.EVENT_LOOP)
	void ask(boolean inTime, Socket socket) {
		count(inTime ? socket.timeout(Duration.ofSeconds(1)).emitWithAck("question") : socket.emitWithAck("question"));
	}

	@SocketEventListener(event = "ask-all", namespace = { "/", CHAT, SLOW, DYNAMIC }, execution = Execution.EVENT_LOOP)
	void askAll(String room, Namespace namespace) {
		count(namespace.to(room).timeout(Duration.ofSeconds(1)).emitWithAck("question"));
	}

	private void count(Mono<?> answer) {
		this.questions.increment();
		answer.doFinally((signal) -> this.answers.increment()).subscribe(null, (error) -> {
		});
	}

}
