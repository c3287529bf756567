package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The acknowledgements of one broadcast by the sockets of all servers. Complete when
 * every server has reported the number of its clients and as many have answered, unless
 * the answers exceed their {@link AckBudget}. Called by any thread.
 */
final class ClusterBroadcastAcks {

	private final Sinks.One<List<Arguments>> result = Sinks.one();

	private final AckBudget budget;

	private final Disposable timer;

	private List<Arguments> responses = new ArrayList<>();

	private int expectedServers = -1;

	private int servers;

	private int clients;

	private boolean done;

	ClusterBroadcastAcks(Duration timeout, AckBudget budget) {
		this.budget = budget;
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
		long size = args.retainedBytes();
		boolean tooLarge;
		List<Arguments> complete;
		synchronized (this) {
			if (this.done) {
				return;
			}
			tooLarge = !this.budget.take(size);
			if (!tooLarge) {
				this.responses.add(args);
			}
			complete = tooLarge ? null : takeIfComplete();
		}
		if (tooLarge) {
			this.budget.exceeded();
		}
		else {
			emit(complete);
		}
	}

	/** Do not wait any longer, and release the answers. */
	void fail(Throwable error) {
		synchronized (this) {
			if (this.done) {
				return;
			}
			take();
		}
		this.timer.dispose();
		emit(error);
	}

	/** Hand out the answers, once. Called with the lock. */
	private @Nullable List<Arguments> takeIfComplete() {
		if (this.done || this.servers != this.expectedServers || this.responses.size() != this.clients) {
			return null;
		}
		return take();
	}

	/** Answers that come later are ignored. Called with the lock. */
	private List<Arguments> take() {
		List<Arguments> taken = this.responses;
		this.responses = List.of();
		this.done = true;
		return Collections.unmodifiableList(taken);
	}

	/** Called without the lock, as subscribers are code of the application. */
	private void emit(@Nullable List<Arguments> complete) {
		if (complete != null) {
			this.timer.dispose();
			ApplicationCode.run(() -> this.result.tryEmitValue(complete), FailureLog::acknowledgement);
		}
	}

	private void emit(Throwable error) {
		ApplicationCode.run(() -> this.result.tryEmitError(error), FailureLog::acknowledgement);
	}

	private void timedOut() {
		List<Arguments> partial;
		synchronized (this) {
			if (this.done) {
				return;
			}
			partial = take();
		}
		emit(new AckTimeoutException(partial));
	}

}
