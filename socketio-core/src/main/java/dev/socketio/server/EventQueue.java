package dev.socketio.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.socketio.engine.PendingInput;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.MissingResultException;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one socket through its middlewares, one after the other. While a
 * middleware takes its time, later events wait here, and count as input of the connection
 * that is not handled yet. Touched by the owner of the connection only.
 */
final class EventQueue {

	private final DefaultSocket socket;

	private final ClientConnection client;

	private @Nullable Deque<Event> waiting;

	private boolean busy;

	private boolean draining;

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
		pendingInput().add(args.retainedBytes());
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
	}

	private void pass(Event event, int index) {
		if (this.closed) {
			this.busy = false;
			release(event);
			return;
		}
		this.busy = true;
		if (index == event.middlewares.size()) {
			this.busy = false;
			release(event);
			this.socket.dispatch(event.name, event.args, event.ack);
			return;
		}
		SocketMiddleware middleware = event.middlewares.get(index);
		ApplicationCode.mono(middleware, () -> middleware.handle(event.name, event.args))
			.subscribe(null, (error) -> this.client.execute(() -> {
				this.busy = false;
				release(event);
				ApplicationCode.failed(error, (failure) -> failed(event, failure));
				drain();
			}), () -> this.client.execute(() -> {
				pass(event, index + 1);
				if (!this.busy) {
					drain();
				}
			}));
	}

	private void failed(Event event, Throwable error) {
		if (this.closed) {
			return;
		}
		if (error instanceof MissingResultException) {
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
	}

	private void release(Event event) {
		pendingInput().remove(event.args.retainedBytes());
	}

	private PendingInput pendingInput() {
		return this.client.session().pendingInput();
	}

	/** The socket has left: what is waiting is dropped. */
	void close() {
		this.closed = true;
		Deque<Event> line = this.waiting;
		if (line != null) {
			line.forEach(this::release);
			line.clear();
		}
	}

	private record Event(String name, Arguments args, Ack ack, List<SocketMiddleware> middlewares) {

	}

}
