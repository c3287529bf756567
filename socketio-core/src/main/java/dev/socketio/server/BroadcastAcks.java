package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.socketio.protocol.Arguments;
import dev.socketio.support.ApplicationCode;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Collects the answers to one broadcast: complete when every server has told how many
 * clients it has, and as many have answered. Called by any thread.
 */
final class BroadcastAcks {

	private final Sinks.One<List<Arguments>> result = Sinks.one();

	private final List<Arguments> responses = new ArrayList<>();

	private final Disposable timer;

	private int expectedServers = -1;

	private int servers;

	private int clients;

	private boolean done;

	BroadcastAcks(Duration timeout) {
		this.timer = Schedulers.parallel().schedule(this::timedOut, timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	Mono<List<Arguments>> result() {
		return this.result.asMono();
	}

	void expectServers(int count) {
		List<Arguments> complete;
		synchronized (this) {
			this.expectedServers = count;
			complete = takeIfComplete();
		}
		emit(complete);
	}

	void serverHasClients(int count) {
		List<Arguments> complete;
		synchronized (this) {
			this.servers++;
			this.clients += count;
			complete = takeIfComplete();
		}
		emit(complete);
	}

	void acknowledged(Arguments args) {
		List<Arguments> complete;
		synchronized (this) {
			if (!this.done) {
				this.responses.add(args);
			}
			complete = takeIfComplete();
		}
		emit(complete);
	}

	/** Hand out the answers, once. Called with the lock. */
	private @Nullable List<Arguments> takeIfComplete() {
		if (this.done || this.servers != this.expectedServers || this.responses.size() != this.clients) {
			return null;
		}
		this.done = true;
		return List.copyOf(this.responses);
	}

	/** Subscribers are user code, so no lock is held any more. */
	private void emit(@Nullable List<Arguments> complete) {
		if (complete != null) {
			this.timer.dispose();
			ApplicationCode.run(() -> this.result.tryEmitValue(complete), FailureLog::acknowledgement);
		}
	}

	private void timedOut() {
		List<Arguments> partial;
		synchronized (this) {
			if (this.done) {
				return;
			}
			this.done = true;
			partial = List.copyOf(this.responses);
		}
		ApplicationCode.run(() -> this.result.tryEmitError(new AckTimeoutException(partial)),
				FailureLog::acknowledgement);
	}

}
