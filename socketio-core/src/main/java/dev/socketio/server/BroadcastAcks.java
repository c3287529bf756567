package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.socketio.protocol.Arguments;
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

	synchronized void expectServers(int count) {
		this.expectedServers = count;
		check();
	}

	synchronized void serverHasClients(int count) {
		this.servers++;
		this.clients += count;
		check();
	}

	synchronized void acknowledged(Arguments args) {
		if (!this.done) {
			this.responses.add(args);
			check();
		}
	}

	private void check() {
		if (!this.done && this.servers == this.expectedServers && this.responses.size() == this.clients) {
			this.done = true;
			this.timer.dispose();
			this.result.tryEmitValue(List.copyOf(this.responses));
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
		this.result.tryEmitError(new AckTimeoutException(partial));
	}

}
