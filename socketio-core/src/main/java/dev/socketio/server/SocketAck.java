package dev.socketio.server;

import java.util.List;
import java.util.concurrent.Future;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The acknowledgement of one event by one client. Touched by the owner of the connection
 * only.
 */
final class SocketAck implements AckWaiter {

	private final Sinks.One<Arguments> result = Sinks.one();

	/** The timer of this acknowledgement; {@code null} with the default timeout. */
	private @Nullable Future<?> timer;

	/** The end of the default timeout, in nanoseconds. */
	private long expiry;

	private boolean expires;

	Mono<Arguments> result() {
		return this.result.asMono();
	}

	void timer(Future<?> running) {
		this.timer = running;
	}

	void expireAt(long nanoTime) {
		this.expiry = nanoTime;
		this.expires = true;
	}

	/** Return whether the default timeout applies. */
	boolean expires() {
		return this.expires;
	}

	long expiry() {
		return this.expiry;
	}

	@Override
	public void acknowledged(Arguments args) {
		stopTimer();
		ApplicationCode.run(() -> this.result.tryEmitValue(args), FailureLog::acknowledgement);
	}

	@Override
	public void disconnected() {
		fail(new SocketDisconnectedException());
	}

	void timedOut() {
		fail(new AckTimeoutException(List.of()));
	}

	void fail(Throwable error) {
		stopTimer();
		ApplicationCode.run(() -> this.result.tryEmitError(error), FailureLog::acknowledgement);
	}

	private void stopTimer() {
		Future<?> running = this.timer;
		if (running != null) {
			running.cancel(false);
		}
	}

}
