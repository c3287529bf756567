package dev.socketio.listener.support;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What listeners have left to do when the server shuts down. May be used by any thread.
 */
final class ListenerDrain {

	private final LongAdder dropped = new LongAdder();

	/** Sockets whose listeners are not done, and one for the server itself. */
	private final AtomicInteger sockets = new AtomicInteger(1);

	private final AtomicBoolean begun = new AtomicBoolean();

	private final Sinks.Empty<Void> done = Sinks.empty();

	/** Events of a socket will not be handled. */
	void dropped(int events) {
		this.dropped.add(events);
	}

	long droppedEvents() {
		return this.dropped.sum();
	}

	/** The disconnect listeners of a socket are not done. */
	void enter() {
		this.sockets.incrementAndGet();
	}

	void leave() {
		if (this.sockets.decrementAndGet() == 0) {
			this.done.tryEmitEmpty();
		}
	}

	/** To be called when all sockets have been told to leave. */
	Mono<Void> done() {
		if (this.begun.compareAndSet(false, true)) {
			leave();
		}
		return this.done.asMono();
	}

}
