package dev.socketio.server;

import java.util.List;
import java.util.concurrent.Future;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The answer that one client owes to one event, and the timer that runs meanwhile.
 * Touched by the owner of the connection only.
 */
final class PendingAck implements PendingAcks.Pending {

	private final Sinks.One<Arguments> result = Sinks.one();

	private @Nullable Future<?> timer;

	Mono<Arguments> result() {
		return this.result.asMono();
	}

	void timer(Future<?> running) {
		this.timer = running;
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
