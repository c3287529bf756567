package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.socketio.listener.ListenerType;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.SerialQueue;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Submits the calls of listeners for one socket to its queue. Touched by the owner of the
 * connection only.
 */
final class SocketDispatch {

	private final ListenerRoutes listeners;

	private final Socket socket;

	private final @Nullable ClientContext clientContext;

	private final SerialQueue queue;

	/** Whether a connect listener has failed. */
	private boolean refused;

	/** Whether the socket has left. */
	private boolean over;

	SocketDispatch(ListenerRoutes listeners, Socket socket) {
		this.listeners = listeners;
		this.socket = socket;
		this.clientContext = listeners.environment().clientContexts() ? ClientContext.of(socket.handshake().principal())
				: null;
		this.queue = SerialQueue.of(socket);
	}

	Socket socket() {
		return this.socket;
	}

	/** The context of the client, or {@code null} if there is none to establish. */
	@Nullable ClientContext clientContext() {
		return this.clientContext;
	}

	ListenerEnvironment environment() {
		return this.listeners.environment();
	}

	/** Whether the socket has left. */
	boolean isOver() {
		return this.over;
	}

	@Nullable ListenerObservation observe(ListenerMethod method, String event) {
		return this.listeners.observe(method, event, this.socket);
	}

	void connected() {
		List<Invocation> invocations = new ArrayList<>();
		for (ListenerMethod method : this.listeners.connect()) {
			invocations.add(lifecycle(method, InvocationContext.NONE));
		}
		this.queue.submitAll(invocations);
	}

	void event(ListenerMethod method, String event, Arguments arguments, Ack ack) {
		if (!this.refused && !this.over) {
			this.queue.submit(new Invocation(this, method, event, arguments, ack, InvocationContext.NONE));
		}
	}

	void disconnecting(DisconnectReason reason) {
		InvocationContext context = InvocationContext.leaving(reason, this.socket.rooms());
		for (ListenerMethod method : this.listeners.disconnecting()) {
			Invocation invocation = leaving(method, context);
			if (method.isBlocking()) {
				this.queue.submit(invocation);
			}
			else {
				this.queue.start(invocation);
			}
		}
	}

	void disconnected(DisconnectReason reason) {
		this.over = true;
		int dropped = this.queue.removeIf((task) -> ((Invocation) task).dropEvent());
		if (isShuttingDown(reason)) {
			environment().drain().dropped(dropped);
		}
		this.queue.forEachStarted((task) -> ((Invocation) task).cancelUnlessLeaving());
		InvocationContext context = InvocationContext.leaving(reason, Set.of());
		for (ListenerMethod method : this.listeners.disconnect()) {
			this.queue.submit(leaving(method, context));
		}
	}

	private Invocation lifecycle(ListenerMethod method, InvocationContext context) {
		return new Invocation(this, method, method.type().label(), NoArguments.INSTANCE, NoArguments.ACK, context);
	}

	private Invocation leaving(ListenerMethod method, InvocationContext context) {
		if (isShuttingDown(context.reason())) {
			environment().drain().enter();
		}
		return lifecycle(method, context);
	}

	private static boolean isShuttingDown(@Nullable DisconnectReason reason) {
		return reason == DisconnectReason.SERVER_SHUTTING_DOWN;
	}

	/** An invocation is over. Called on any thread. */
	void finished(Invocation invocation) {
		this.queue.done(invocation);
	}

	/** An invocation is over. Called on the owner, before the next one starts. */
	void completed(Invocation invocation, boolean success) {
		if (invocation.type() == ListenerType.CONNECT && !success) {
			refuse();
		}
		if (isShuttingDown(invocation.disconnectReason())) {
			environment().drain().leave();
		}
	}

	/** A connect listener has failed, so the socket has to leave. */
	private void refuse() {
		this.refused = true;
		this.queue.removeIf((task) -> !((Invocation) task).type().isAfterConnection());
		this.socket.disconnect();
	}

}
