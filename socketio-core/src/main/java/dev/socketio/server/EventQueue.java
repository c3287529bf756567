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

	private @Nullable Deque<Event> waiting;

	private boolean busy;

	private boolean paused;

	EventQueue(DefaultSocket socket) {
		this.socket = socket;
	}

	void add(String event, Arguments args, Ack ack, List<SocketMiddleware> middlewares) {
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
			this.socket.connection().pauseReading();
		}
	}

	private void pass(Event event, int index) {
		this.busy = true;
		if (index == event.middlewares.size()) {
			this.busy = false;
			this.socket.dispatch(event.name, event.args, event.ack);
			return;
		}
		Mono<Void> decision;
		try {
			decision = event.middlewares.get(index).handle(event.name, event.args);
		}
		catch (Exception ex) {
			decision = Mono.error(ex);
		}
		decision.subscribe(null, (error) -> this.socket.connection().execute(() -> {
			this.busy = false;
			this.socket.reportError(error);
			drain();
		}), () -> this.socket.connection().execute(() -> {
			pass(event, index + 1);
			if (!this.busy) {
				drain();
			}
		}));
	}

	private void drain() {
		Deque<Event> line = this.waiting;
		while (!this.busy && line != null && !line.isEmpty()) {
			pass(line.remove(), 0);
		}
		if (this.paused && (line == null || line.size() < MAX_WAITING / 2)) {
			this.paused = false;
			this.socket.connection().resumeReading();
		}
	}

	private record Event(String name, Arguments args, Ack ack, List<SocketMiddleware> middlewares) {

	}

}
