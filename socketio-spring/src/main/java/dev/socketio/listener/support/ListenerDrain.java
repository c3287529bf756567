package dev.socketio.listener.support;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Counts the listeners that the shutdown of the server waits for. May be used by any
 * thread.
 */
final class ListenerDrain {

	private final LongAdder dropped = new LongAdder();

	/** Listeners that are not done, and one for the server itself. */
	private final AtomicInteger open = new AtomicInteger(1);

	private final AtomicBoolean begun = new AtomicBoolean();

	private final Sinks.Empty<Void> done = Sinks.empty();

	/** Count events that will not be handled. */
	void dropped(int events) {
		this.dropped.add(events);
	}

	long droppedEvents() {
		return this.dropped.sum();
	}

	/** Wait for one more listener. */
	void enter() {
		this.open.incrementAndGet();
	}

	void leave() {
		if (this.open.decrementAndGet() == 0) {
			this.done.tryEmitEmpty();
		}
	}

	/** To be called when all sockets leave. */
	Mono<Void> done() {
		if (this.begun.compareAndSet(false, true)) {
			leave();
		}
		return this.done.asMono();
	}

}
