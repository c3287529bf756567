package dev.socketio.server;

import java.util.List;

import dev.socketio.internal.MissingResultException;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one socket through its middlewares, one after the other. Touched by
 * the owner of the connection only.
 */
final class EventQueue {

	private final DefaultSocket socket;

	private final ClientConnection client;

	/** Needed by sockets that have middlewares. */
	private @Nullable SerialQueue queue;

	private boolean closed;

	EventQueue(DefaultSocket socket, ClientConnection client) {
		this.socket = socket;
		this.client = client;
	}

	void add(String event, Arguments args, Ack ack, List<SocketMiddleware> middlewares) {
		if (this.closed) {
			return;
		}
		SerialQueue present = this.queue;
		if (middlewares.isEmpty() && (present == null || present.isIdle())) {
			this.socket.input().dispatch(event, args, ack);
			return;
		}
		if (present == null) {
			present = new SerialQueue(this.client.session());
			this.queue = present;
		}
		present.submit(new Event(present, event, args, ack, middlewares));
	}

	/** The socket has left: events that are waiting are dropped. */
	void close() {
		this.closed = true;
		if (this.queue != null) {
			this.queue.removeIf((task) -> !((Event) task).started);
		}
	}

	/**
	 * An event on its way through the middlewares.
	 */
	private final class Event extends SerialQueue.Task {

		private final SerialQueue queue;

		private final String name;

		private final Arguments args;

		private final Ack ack;

		private final List<SocketMiddleware> middlewares;

		private boolean started;

		private @Nullable Throwable error;

		Event(SerialQueue queue, String name, Arguments args, Ack ack, List<SocketMiddleware> middlewares) {
			this.queue = queue;
			this.name = name;
			this.args = args;
			this.ack = ack;
			this.middlewares = middlewares;
		}

		@Override
		protected long retainedBytes() {
			return this.args.retainedBytes();
		}

		@Override
		protected void start() {
			this.started = true;
			new MiddlewareChain<>(EventQueue.this.client, this.middlewares,
					(middleware) -> () -> middleware.handle(this.name, this.args), () -> EventQueue.this.closed)
				.run(() -> this.queue.done(this), (failure) -> {
					this.error = failure;
					this.queue.done(this);
				});
		}

		@Override
		protected void completed() {
			if (this.error != null) {
				failed(this.error);
			}
			else if (!EventQueue.this.closed) {
				EventQueue.this.socket.input().dispatch(this.name, this.args, this.ack);
			}
		}

		private void failed(Throwable failure) {
			if (EventQueue.this.closed) {
				return;
			}
			if (failure instanceof MissingResultException) {
				EventQueue.this.socket.input().listenerFailed(this.name, failure);
			}
			else {
				EventQueue.this.socket.input().reportError(failure);
			}
		}

	}

}
