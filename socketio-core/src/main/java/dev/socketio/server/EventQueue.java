package dev.socketio.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Takes the events of one socket through its middlewares, one after the other. While a
 * middleware takes its time, later events wait here and the connection is not read.
 * Touched by the owner of the connection only.
 */
final class EventQueue {

	private static final int MAX_WAITING = 128;

	private final DefaultSocket socket;

	private final ClientConnection client;

	private @Nullable Deque<Event> waiting;

	private boolean busy;

	private boolean draining;

	private boolean paused;

	private boolean closed;

	EventQueue(DefaultSocket socket, ClientConnection client) {
		this.socket = socket;
		this.client = client;
	}

	void add(String event, Arguments args, Ack ack, List<SocketMiddleware> middlewares) {
		if (this.closed) {
			return;
		}
		if (!this.busy && middlewares.isEmpty()) {
			this.socket.dispatch(event, args, ack);
			return;
		}
		Event next = new Event(event, args, ack, middlewares);
		if (this.busy) {
			park(next);
		}
		else {
			pass(next, 0);
		}
	}

	private void park(Event event) {
		Deque<Event> line = this.waiting;
		if (line == null) {
			line = new ArrayDeque<>(4);
			this.waiting = line;
		}
		line.add(event);
		if (line.size() >= MAX_WAITING && !this.paused) {
			this.paused = true;
			this.client.pauseReading();
		}
	}

	private void pass(Event event, int index) {
		if (this.closed) {
			this.busy = false;
			return;
		}
		this.busy = true;
		if (index == event.middlewares.size()) {
			this.busy = false;
			this.socket.dispatch(event.name, event.args, event.ack);
			return;
		}
		Mono<Void> decision;
		try {
			SocketMiddleware middleware = event.middlewares.get(index);
			decision = Decisions.require(middleware.handle(event.name, event.args), middleware);
		}
		catch (Exception ex) {
			decision = Mono.error(ex);
		}
		decision.subscribe(null, (error) -> this.client.execute(() -> {
			this.busy = false;
			failed(event, error);
			drain();
		}), () -> this.client.execute(() -> {
			pass(event, index + 1);
			if (!this.busy) {
				drain();
			}
		}));
	}

	private void failed(Event event, Throwable error) {
		if (error instanceof Decisions.MissingException) {
			this.socket.listenerFailed(event.name, error);
		}
		else {
			this.socket.reportError(error);
		}
	}

	private void drain() {
		if (this.draining) {
			// a middleware decided at once: the loop below goes on, the stack does not
			// grow
			return;
		}
		Deque<Event> line = this.waiting;
		this.draining = true;
		try {
			while (!this.busy && line != null && !line.isEmpty()) {
				pass(line.remove(), 0);
			}
		}
		finally {
			this.draining = false;
		}
		if (line == null || line.size() < MAX_WAITING / 2) {
			resume();
		}
	}

	private void resume() {
		if (this.paused) {
			this.paused = false;
			this.client.resumeReading();
		}
	}

	/** The socket has left: nobody takes what is waiting. */
	void close() {
		this.closed = true;
		if (this.waiting != null) {
			this.waiting.clear();
		}
		resume();
	}

	private record Event(String name, Arguments args, Ack ack, List<SocketMiddleware> middlewares) {

	}

}
