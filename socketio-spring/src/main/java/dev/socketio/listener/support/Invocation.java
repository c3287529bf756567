package dev.socketio.listener.support;

import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import dev.socketio.listener.ListenerInvocation;
import dev.socketio.listener.SocketError;
import dev.socketio.listener.support.ListenerObservation.Outcome;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Socket;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.util.context.Context;

/**
 * One call of a listener, from its turn in the queue of the socket to the
 * acknowledgement.
 */
final class Invocation implements ListenerInvocation, ResultReceiver, Runnable {

	private final SocketDispatch dispatch;

	private final ListenerMethod method;

	private final String event;

	private final Arguments arguments;

	private final Ack ack;

	private final Circumstances circumstances;

	/**
	 * The invocation whose failure this one handles, which has the place in the queue.
	 */
	private final @Nullable Invocation origin;

	private @Nullable ListenerObservation observation;

	private volatile @Nullable Runnable cancellation;

	Invocation(SocketDispatch dispatch, ListenerMethod method, String event, Arguments arguments, Ack ack,
			Circumstances circumstances) {
		this(dispatch, method, event, arguments, ack, circumstances, null);
	}

	private Invocation(SocketDispatch dispatch, ListenerMethod method, String event, Arguments arguments, Ack ack,
			Circumstances circumstances, @Nullable Invocation origin) {
		this.dispatch = dispatch;
		this.method = method;
		this.event = event;
		this.arguments = arguments;
		this.ack = ack;
		this.circumstances = circumstances;
		this.origin = origin;
	}

	@Override
	public Socket socket() {
		return this.dispatch.socket();
	}

	@Override
	public String event() {
		return this.event;
	}

	@Override
	public Arguments arguments() {
		return this.arguments;
	}

	@Override
	public Ack ack() {
		return this.ack;
	}

	@Override
	public @Nullable DisconnectReason disconnectReason() {
		return this.circumstances.reason();
	}

	@Override
	public @Nullable Throwable failure() {
		return this.circumstances.failure();
	}

	Circumstances circumstances() {
		return this.circumstances;
	}

	boolean isConcurrent() {
		return this.method.isConcurrent();
	}

	/** Call the listener, on the event loop or on a thread of the executor. */
	void start() {
		this.observation = (this.origin != null) ? this.origin.observation
				: this.dispatch.observe(this.method, this.event, this.arguments == NoArguments.INSTANCE);
		if (!this.method.isBlocking()) {
			run();
			return;
		}
		try {
			this.dispatch.environment().executor().execute(this);
		}
		catch (RejectedExecutionException ex) {
			failUnhandled(ex);
		}
	}

	@Override
	public void run() {
		SecurityPropagation.Scope security = this.dispatch.security();
		Object previous = (security != null) ? security.enter() : null;
		try (Observation.Scope scope = (this.observation != null) ? this.observation.openScope()
				: Observation.Scope.NOOP) {
			Object result = this.method.invoke(this);
			ResultReader.read(this.method.result(), result, this);
		}
		catch (Throwable ex) {
			Exceptions.throwIfJvmFatal(ex);
			failed(ex);
		}
		finally {
			if (security != null && previous != null) {
				security.exit(previous);
			}
		}
	}

	/** Stop a stream of values that nobody waits for any more. */
	void cancel() {
		Runnable action = this.cancellation;
		if (action != null) {
			action.run();
		}
	}

	@Override
	public Context currentContext() {
		SecurityPropagation.Scope security = this.dispatch.security();
		Context context = (security != null) ? security.reactorContext() : Context.empty();
		return (this.observation != null) ? this.observation.addTo(context) : context;
	}

	@Override
	public int maxElements() {
		return this.dispatch.environment().settings().maxElements();
	}

	@Override
	public boolean isValueWanted() {
		return this.ack.isRequested();
	}

	@Override
	public void cancellable(Runnable action) {
		this.cancellation = action;
	}

	@Override
	public void succeeded(@Nullable Object value) {
		try {
			Reply.value(this.ack, value);
		}
		catch (RuntimeException ex) {
			failUnhandled(ex);
			return;
		}
		finished((this.origin != null) ? Outcome.HANDLED : Outcome.SUCCESS, null);
	}

	@Override
	public void succeeded() {
		if (this.origin != null || !this.method.signature().hasAckParameter()) {
			Reply.empty(this.ack);
		}
		finished((this.origin != null) ? Outcome.HANDLED : Outcome.SUCCESS, null);
	}

	@Override
	public void failed(Throwable error) {
		Throwable failure = unwrap(error);
		ListenerMethod handler = (this.origin == null) ? this.method.exceptionHandlers().find(failure) : null;
		if (handler == null) {
			failUnhandled(failure);
			return;
		}
		new Invocation(this.dispatch, handler, this.event, this.arguments, this.ack,
				this.circumstances.withFailure(failure), this)
			.start();
	}

	private void failUnhandled(Throwable failure) {
		SocketError error = FailureReport.describe(failure, this.dispatch.environment().settings().includeMessage());
		FailureReport.log(this, error, failure);
		try {
			Reply.error(this.ack, error);
		}
		finally {
			finished(error.isClientError() ? Outcome.CLIENT_ERROR : Outcome.SERVER_ERROR, failure);
		}
	}

	private void finished(Outcome outcome, @Nullable Throwable failure) {
		if (this.observation != null) {
			this.observation.stop(outcome, (failure != null) ? failure : this.circumstances.failure());
		}
		boolean success = outcome == Outcome.SUCCESS || outcome == Outcome.HANDLED;
		this.dispatch.finished((this.origin != null) ? this.origin : this, success);
	}

	private static Throwable unwrap(Throwable error) {
		Throwable failure = Exceptions.unwrap(error);
		while (failure instanceof CompletionException && failure.getCause() != null) {
			failure = failure.getCause();
		}
		return failure;
	}

	@Override
	public String toString() {
		return this.method + " for '" + this.event + "'";
	}

}
