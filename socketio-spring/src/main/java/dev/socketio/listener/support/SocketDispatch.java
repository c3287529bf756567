package dev.socketio.listener.support;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

import dev.socketio.listener.ListenerType;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listeners for one socket: one after the other, unless they are concurrent.
 * Calls that do not end at once count as pending input of the connection. State is
 * touched on the event loop of the connection only.
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

	/** Whether a connect listener has failed. */
	private boolean refused;

	/** Whether the socket has left. */
	private boolean over;

	/** Whether the shutdown of the server waits for the listeners. */
	private boolean awaited;

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

	@Nullable ListenerObservation observe(ListenerMethod method, String event) {
		return this.listeners.observe(method, event, this.socket);
	}

	void connected() {
		List<ListenerMethod> methods = this.listeners.connect();
		this.connecting = methods.size();
		// all wait before the first is called, which may disconnect the socket
		for (int i = 1; i < methods.size(); i++) {
			enqueue(lifecycle(methods.get(i), Circumstances.NONE));
		}
		startFrom(lifecycle(methods.get(0), Circumstances.NONE));
		if (this.inbox != null && this.inbox.isEmpty()) {
			this.inbox = null;
		}
	}

	void event(ListenerMethod method, String event, Arguments arguments, Ack ack) {
		if (!this.refused && !this.over) {
			submit(new Invocation(this, method, event, arguments, ack, Circumstances.NONE));
		}
	}

	void disconnecting(DisconnectReason reason) {
		Circumstances circumstances = Circumstances.leaving(reason, this.socket.rooms());
		for (ListenerMethod method : this.listeners.disconnecting()) {
			Invocation invocation = lifecycle(method, circumstances);
			if (method.isBlocking()) {
				submit(invocation);
			}
			else {
				startConcurrent(invocation);
			}
		}
	}

	void disconnected(DisconnectReason reason) {
		this.over = true;
		List<Invocation> dropped = dropEvents();
		cancelStreams();
		Circumstances circumstances = Circumstances.leaving(reason, Set.of());
		for (ListenerMethod method : this.listeners.disconnect()) {
			enqueue(lifecycle(method, circumstances));
		}
		if (reason == DisconnectReason.SERVER_SHUTTING_DOWN) {
			environment().drain().dropped(dropped.size());
			awaitDisconnectListeners();
		}
		if (this.current == null) {
			proceed();
		}
		dropped.forEach(Invocation::discount);
	}

	/** Events of a client that is gone are not handled, unless they have started. */
	private List<Invocation> dropEvents() {
		List<Invocation> dropped = new ArrayList<>();
		if (this.inbox != null) {
			move(this.inbox, dropped, (invocation) -> invocation.type() == ListenerType.EVENT);
		}
		if (this.concurrent != null) {
			move(this.concurrent, dropped,
					(invocation) -> invocation.type() == ListenerType.EVENT && invocation.drop());
		}
		Invocation running = this.current;
		if (running != null && running.type() == ListenerType.EVENT && running.drop()) {
			dropped.add(running);
			this.current = null;
		}
		return dropped;
	}

	private static void move(Iterable<Invocation> from, List<Invocation> to, Predicate<Invocation> condition) {
		for (Iterator<Invocation> all = from.iterator(); all.hasNext();) {
			Invocation invocation = all.next();
			if (condition.test(invocation)) {
				all.remove();
				to.add(invocation);
			}
		}
	}

	private void cancelStreams() {
		if (this.current != null && !this.current.type().isAfterConnection()) {
			this.current.cancel();
		}
		if (this.concurrent != null) {
			for (Invocation invocation : Set.copyOf(this.concurrent)) {
				if (!invocation.type().isAfterConnection()) {
					invocation.cancel();
				}
			}
		}
	}

	private void awaitDisconnectListeners() {
		if (this.inbox != null && !this.inbox.isEmpty()) {
			this.awaited = true;
			environment().drain().enter();
		}
	}

	private Invocation lifecycle(ListenerMethod method, Circumstances circumstances) {
		return new Invocation(this, method, method.type().label(), NoArguments.INSTANCE, NoArguments.ACK,
				circumstances);
	}

	private void submit(Invocation invocation) {
		if (invocation.isConcurrent() && this.connecting == 0) {
			startConcurrent(invocation);
		}
		else if (this.current == null && !this.starting) {
			startFrom(invocation);
		}
		else {
			enqueue(invocation);
		}
	}

	private void enqueue(Invocation invocation) {
		if (this.inbox == null) {
			this.inbox = new ArrayDeque<>();
		}
		this.inbox.add(invocation);
		invocation.count();
	}

	private @Nullable Invocation poll() {
		return (this.inbox != null) ? this.inbox.poll() : null;
	}

	private void proceed() {
		if (!this.starting) {
			startFrom(poll());
		}
	}

	private void startFrom(@Nullable Invocation first) {
		this.starting = true;
		Invocation next = first;
		while (next != null) {
			if (next.isConcurrent()) {
				startConcurrent(next);
			}
			else {
				startSerial(next);
			}
			next = (this.current == null) ? poll() : null;
		}
		this.starting = false;
		if (this.awaited && this.current == null) {
			this.awaited = false;
			environment().drain().leave();
		}
	}

	private void startSerial(Invocation invocation) {
		this.current = invocation;
		if (this.over && invocation.type() == ListenerType.CONNECT) {
			// it may do what it does for a client, but not follow it without end
			invocation.cancel();
		}
		invocation.start();
		if (invocation == this.current) {
			invocation.count();
		}
	}

	private void startConcurrent(Invocation invocation) {
		if (this.concurrent == null) {
			this.concurrent = new HashSet<>();
		}
		this.concurrent.add(invocation);
		invocation.start();
		if (this.concurrent.contains(invocation)) {
			invocation.count();
		}
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
			invocation.discount();
			return;
		}
		this.current = null;
		if (invocation.type() == ListenerType.CONNECT) {
			if (!success) {
				refuse(invocation);
				return;
			}
			this.connecting--;
		}
		proceed();
		// last, as it may bring the next event
		invocation.discount();
	}

	/** A connect listener has failed, so the socket has to leave. */
	private void refuse(Invocation failed) {
		this.refused = true;
		this.connecting = 0;
		List<Invocation> dropped = new ArrayList<>(List.of(failed));
		if (this.inbox != null) {
			move(this.inbox, dropped, (invocation) -> !invocation.type().isAfterConnection());
		}
		proceed();
		dropped.forEach(Invocation::discount);
		this.socket.disconnect();
	}

}
