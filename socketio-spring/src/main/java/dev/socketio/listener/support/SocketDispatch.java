package dev.socketio.listener.support;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listeners for one socket: one after the other, unless they are concurrent.
 * State is touched on the event loop of the connection only.
 */
final class SocketDispatch implements Runnable {

	private final NamespaceListeners listeners;

	private final Socket socket;

	private final SecurityPropagation.@Nullable Scope security;

	private @Nullable Queue<Invocation> inbox;

	/** The invocation that the inbox waits for. */
	private @Nullable Invocation current;

	private @Nullable Set<Invocation> concurrent;

	/** Connect listeners that are not done yet. */
	private int connecting;

	private boolean starting;

	private boolean paused;

	/** Whether no more events can come, so that pausing would be of no use. */
	private boolean over;

	private boolean refused;

	SocketDispatch(NamespaceListeners listeners, Socket socket) {
		this.listeners = listeners;
		this.socket = socket;
		this.security = listeners.environment().security().scope(socket.handshake().principal());
	}

	Socket socket() {
		return this.socket;
	}

	SecurityPropagation.@Nullable Scope security() {
		return this.security;
	}

	ListenerEnvironment environment() {
		return this.listeners.environment();
	}

	@Nullable ListenerObservation observe(ListenerMethod method, String event, boolean lifecycle) {
		return this.listeners.observe(method, event, this.socket, lifecycle);
	}

	void connected() {
		this.connecting = this.listeners.connect().size();
		for (ListenerMethod method : this.listeners.connect()) {
			submit(lifecycle(method, ListenerType.CONNECT, Circumstances.NONE));
		}
	}

	void event(ListenerMethod method, String event, Arguments arguments, Ack ack) {
		if (!this.refused) {
			submit(new Invocation(this, method, event, arguments, ack, Circumstances.NONE));
		}
	}

	void disconnecting(DisconnectReason reason) {
		Circumstances circumstances = Circumstances.leaving(reason, this.socket.rooms());
		for (ListenerMethod method : this.listeners.disconnecting()) {
			Invocation invocation = lifecycle(method, ListenerType.DISCONNECTING, circumstances);
			if (method.isBlocking()) {
				submit(invocation);
			}
			else {
				startConcurrent(invocation);
			}
		}
	}

	void disconnected(DisconnectReason reason) {
		if (this.current != null) {
			this.current.cancel();
		}
		if (this.concurrent != null) {
			Set.copyOf(this.concurrent).forEach(Invocation::cancel);
		}
		Circumstances circumstances = Circumstances.leaving(reason, Set.of());
		for (ListenerMethod method : this.listeners.disconnect()) {
			submit(lifecycle(method, ListenerType.DISCONNECT, circumstances));
		}
		// a client that leaves and joins again must not pile up what is left to handle
		if (reason != DisconnectReason.CLIENT_NAMESPACE_DISCONNECT) {
			this.over = true;
			resumeReading();
		}
	}

	private Invocation lifecycle(ListenerMethod method, ListenerType type, Circumstances circumstances) {
		return new Invocation(this, method, type.label(), NoArguments.INSTANCE, NoArguments.ACK, circumstances);
	}

	private void submit(Invocation invocation) {
		if (invocation.isConcurrent() && this.connecting == 0) {
			startConcurrent(invocation);
		}
		else if (this.current == null) {
			startFrom(invocation);
			return;
		}
		else {
			if (this.inbox == null) {
				this.inbox = new ArrayDeque<>();
			}
			this.inbox.add(invocation);
		}
		if (!this.paused && !this.over && pending() >= environment().settings().maxPending()) {
			this.paused = true;
			this.socket.connection().pauseReading();
		}
	}

	private void startFrom(Invocation first) {
		this.starting = true;
		Invocation next = first;
		while (next != null) {
			if (next.isConcurrent()) {
				startConcurrent(next);
			}
			else {
				this.current = next;
				next.start();
			}
			next = (this.current == null && this.inbox != null) ? this.inbox.poll() : null;
		}
		this.starting = false;
	}

	private void startConcurrent(Invocation invocation) {
		if (this.concurrent == null) {
			this.concurrent = new HashSet<>();
		}
		this.concurrent.add(invocation);
		invocation.start();
	}

	/** An invocation is over. Called on any thread. */
	void finished(Invocation invocation, boolean success) {
		if (this.socket.connection().isDirect()) {
			release(invocation, success);
			return;
		}
		try {
			this.socket.connection()
				.execute((success && invocation == this.current) ? this : () -> release(invocation, success));
		}
		catch (RejectedExecutionException ex) {
			// the event loop is gone, and the socket with it
		}
	}

	/** The current invocation has succeeded. */
	@Override
	public void run() {
		Invocation invocation = this.current;
		if (invocation != null) {
			release(invocation, true);
		}
	}

	private void release(Invocation invocation, boolean success) {
		if (invocation != this.current) {
			if (this.concurrent != null) {
				this.concurrent.remove(invocation);
			}
		}
		else {
			this.current = null;
			if (this.connecting > 0) {
				connectListenerDone(success);
			}
			if (!this.starting && this.inbox != null) {
				startFrom(this.inbox.poll());
			}
		}
		if (this.paused && pending() <= environment().settings().maxPending() / 2) {
			resumeReading();
		}
	}

	private void resumeReading() {
		if (this.paused) {
			this.paused = false;
			this.socket.connection().resumeReading();
		}
	}

	private void connectListenerDone(boolean success) {
		this.connecting--;
		if (!success && !this.refused) {
			this.refused = true;
			this.connecting = 0;
			if (this.inbox != null) {
				this.inbox.clear();
			}
			this.socket.disconnect();
		}
	}

	private int pending() {
		return ((this.inbox != null) ? this.inbox.size() : 0)
				+ ((this.concurrent != null) ? this.concurrent.size() : 0);
	}

}
