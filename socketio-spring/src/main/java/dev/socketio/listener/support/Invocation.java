package dev.socketio.listener.support;

import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.Printable;
import dev.socketio.listener.ListenerInvocation;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.SocketError;
import dev.socketio.listener.support.ListenerObservation.Outcome;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.SerialQueue;
import dev.socketio.server.Socket;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * One call of a listener, from its turn in the queue of the socket to the
 * acknowledgement. It has one outcome, whatever the code of the application does.
 */
final class Invocation extends SerialQueue.Task implements ListenerInvocation, ResultReceiver, Runnable {

	private static final AtomicIntegerFieldUpdater<Invocation> PHASE = AtomicIntegerFieldUpdater
		.newUpdater(Invocation.class, "phase");

	private static final AtomicReferenceFieldUpdater<Invocation, Runnable> CANCELLATION = AtomicReferenceFieldUpdater
		.newUpdater(Invocation.class, Runnable.class, "cancellation");

	private static final int WAITING = 0;

	private static final int RUNNING = 1;

	private static final int OVER = 2;

	private static final Runnable CANCELLED = () -> {
	};

	private final SocketDispatch dispatch;

	private final ListenerMethod method;

	private final String event;

	private final Ack ack;

	private final InvocationContext context;

	/**
	 * The invocation whose failure this one handles, which has the place in the queue.
	 */
	private final @Nullable Invocation origin;

	private Arguments arguments;

	private @Nullable ListenerObservation observation;

	private volatile int phase = WAITING;

	private volatile @Nullable Runnable cancellation;

	/** Whether it has a failure that no exception handler handles. */
	private boolean failed;

	Invocation(SocketDispatch dispatch, ListenerMethod method, String event, Arguments arguments, Ack ack,
			InvocationContext context) {
		this(dispatch, method, event, arguments, ack, context, null);
	}

	private Invocation(SocketDispatch dispatch, ListenerMethod method, String event, Arguments arguments, Ack ack,
			InvocationContext context, @Nullable Invocation origin) {
		this.dispatch = dispatch;
		this.method = method;
		this.event = event;
		this.arguments = arguments;
		this.ack = ack;
		this.context = context;
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
		return this.context.reason();
	}

	@Override
	public @Nullable Throwable failure() {
		return this.context.failure();
	}

	@Override
	public Set<String> rooms() {
		return this.context.rooms();
	}

	ListenerType type() {
		return this.method.type();
	}

	@Override
	protected SerialQueue.Mode mode() {
		return this.method.mode();
	}

	@Override
	protected long retainedBytes() {
		return this.arguments.retainedBytes();
	}

	/** Call the listener, on the event loop or on a thread of the executor. */
	@Override
	protected void start() {
		if (type() == ListenerType.CONNECT && this.dispatch.isOver()) {
			// it may do what it does for a client, but not follow it without end
			cancel();
		}
		this.observation = (this.origin != null) ? this.origin.observation
				: this.dispatch.observe(this.method, this.event);
		if (!this.method.isBlocking()) {
			run();
			return;
		}
		try {
			this.dispatch.environment().executor().execute(this);
		}
		catch (Throwable ex) {
			ApplicationCode.thrown(ex, this::notStarted);
		}
	}

	@Override
	public void run() {
		if (!PHASE.compareAndSet(this, WAITING, RUNNING)) {
			return;
		}
		ClientContext client = this.dispatch.clientContext();
		AutoCloseable security = null;
		Observation.Scope scope = null;
		try {
			security = (client != null) ? client.open() : null;
			scope = (this.observation != null) ? this.observation.openScope() : null;
			Object result = this.method.invoke(this);
			ResultReader.read(this.method.result(), result, this);
		}
		catch (Throwable ex) {
			ApplicationCode.thrown(FailureReport.unwrap(ex), this::settleFailed);
		}
		finally {
			if (this.observation != null && scope != null) {
				this.observation.closeScope(scope);
			}
			if (security != null) {
				ApplicationCode.run(security::close,
						(error) -> FailureReport.logBroken("The security context", this, error));
			}
		}
	}

	@Override
	protected void completed() {
		this.dispatch.completed(this, !this.failed);
	}

	/**
	 * Drop it if it is for an event and the listener is not being called, because the
	 * client is gone.
	 * @return whether the listener will not be called
	 */
	boolean dropEvent() {
		if (type() != ListenerType.EVENT || !PHASE.compareAndSet(this, WAITING, OVER)) {
			return false;
		}
		this.arguments = NoArguments.INSTANCE;
		if (this.observation != null) {
			this.observation.stop(Outcome.DROPPED, null);
		}
		return true;
	}

	/** Cancel a stream of values, unless it is of a listener for sockets that leave. */
	void cancelUnlessLeaving() {
		if (!type().isAfterConnection()) {
			cancel();
		}
	}

	/** Cancel a stream of values that has no receiver any more, now or when it starts. */
	private void cancel() {
		Runnable action = CANCELLATION.getAndSet(this, CANCELLED);
		if (action != null) {
			action.run();
		}
	}

	@Override
	public void cancellable(Runnable action) {
		Runnable present = CANCELLATION.getAndUpdate(root(), (other) -> (other != CANCELLED) ? action : CANCELLED);
		if (present == CANCELLED) {
			action.run();
		}
	}

	@Override
	public Context currentContext() {
		ClientContext client = this.dispatch.clientContext();
		Context context = (client != null) ? client.reactorContext() : Context.empty();
		return (this.observation != null) ? this.observation.addTo(context) : context;
	}

	@Override
	public int maxElements() {
		return this.dispatch.environment().options().maxElements();
	}

	@Override
	public boolean isValueWanted() {
		return this.ack.isRequested();
	}

	@Override
	public void succeeded(@Nullable Object value) {
		if (settle()) {
			try {
				Reply.value(this.ack, value);
			}
			catch (Throwable ex) {
				ApplicationCode.thrown(ex, this::failUnhandled);
				return;
			}
			finishedWell();
		}
	}

	@Override
	public void succeeded() {
		if (settle()) {
			try {
				if (this.origin != null || !this.method.signature().hasAckParameter()) {
					Reply.empty(this.ack);
				}
			}
			catch (Throwable ex) {
				ApplicationCode.thrown(ex, this::failUnhandled);
				return;
			}
			finishedWell();
		}
	}

	@Override
	public void failed(Throwable error) {
		ApplicationCode.failed(FailureReport.unwrap(error), this::settleFailed);
	}

	private void settleFailed(Throwable failure) {
		if (!settle()) {
			FailureReport.logIgnored(this, failure);
			return;
		}
		ListenerMethod handler = (this.origin == null) ? findHandler(failure) : null;
		if (handler == null) {
			failUnhandled(failure);
			return;
		}
		try {
			new Invocation(this.dispatch, handler, this.event, this.arguments, this.ack,
					this.context.withFailure(failure), this)
				.start();
		}
		catch (Throwable ex) {
			// not even the call of the handler could be made
			failUnhandled(failure);
			throw ex;
		}
	}

	private @Nullable ListenerMethod findHandler(Throwable failure) {
		try {
			return this.method.exceptionHandlers().find(failure);
		}
		catch (Throwable ex) {
			ApplicationCode.thrown(ex, (error) -> FailureReport.logBroken("An exception", this, error));
			return null;
		}
	}

	/**
	 * The executor has rejected the call; for an exception handler, report the original
	 * failure.
	 */
	private void notStarted(Throwable error) {
		if (settle()) {
			Throwable failure = this.context.failure();
			if (failure != null) {
				FailureReport.handlerNotStarted(this, failure, error, this.dispatch.environment().rejections());
			}
			failUnhandled((failure != null) ? failure : error);
		}
	}

	/**
	 * There is one outcome, whatever a publisher signals and a method throws besides.
	 * @return whether this is it
	 */
	private boolean settle() {
		return PHASE.getAndSet(this, OVER) != OVER;
	}

	private void failUnhandled(Throwable failure) {
		Outcome outcome = Outcome.SERVER_ERROR;
		try {
			SocketError error = FailureReport.describe(failure,
					this.dispatch.environment().options().isIncludeMessage());
			outcome = error.isClientError() ? Outcome.CLIENT_ERROR : Outcome.SERVER_ERROR;
			FailureReport.log(this, error, failure, this.dispatch.environment().rejections());
			Reply.failure(this.ack, error);
		}
		finally {
			// even without memory for a report, the next event has its turn
			finished(outcome, failure);
		}
	}

	private void finishedWell() {
		finished((this.origin != null) ? Outcome.HANDLED : Outcome.SUCCESS, this.context.failure());
	}

	private void finished(Outcome outcome, @Nullable Throwable failure) {
		if (this.observation != null) {
			this.observation.stop(outcome, failure);
		}
		forget();
		Invocation root = root();
		if (root != this) {
			root.forget();
		}
		root.failed = outcome != Outcome.SUCCESS && outcome != Outcome.HANDLED;
		this.dispatch.finished(root);
	}

	/** References to this object must not retain the data of the client. */
	private void forget() {
		this.arguments = NoArguments.INSTANCE;
		if (this.cancellation != null) {
			this.cancellation = CANCELLED;
		}
	}

	private Invocation root() {
		return (this.origin != null) ? this.origin : this;
	}

	@Override
	public String toString() {
		return this.method + " for '" + Printable.of(this.event) + "'";
	}

}
