package dev.socketio.adapter.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.socketio.internal.ApplicationCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Local parts of operations of which some wait for the offset of their publication. They
 * happen in the order in which they were added, so that nothing overtakes. Safe for use
 * by several threads.
 */
final class OrderedDeliveries {

	private static final Logger logger = LoggerFactory.getLogger(OrderedDeliveries.class);

	private final Deque<Delivery> waiting = new ArrayDeque<>();

	private final AtomicInteger unfinished = new AtomicInteger();

	private final AtomicInteger draining = new AtomicInteger();

	/** Do something when the offset is known, or known to be missing. */
	void add(Mono<String> offset, Consumer<@Nullable String> action) {
		Delivery delivery = new Delivery(action);
		this.unfinished.incrementAndGet();
		synchronized (this.waiting) {
			this.waiting.addLast(delivery);
		}
		offset.subscribe((value) -> delivery.offset = value, (error) -> ready(delivery), () -> ready(delivery));
	}

	/** Do something after all that was added before. */
	void run(Runnable action) {
		if (this.unfinished.get() == 0) {
			action.run();
		}
		else {
			add(Mono.empty(), (offset) -> action.run());
		}
	}

	private void ready(Delivery delivery) {
		delivery.ready = true;
		if (this.draining.getAndIncrement() == 0) {
			do {
				drain();
			}
			while (this.draining.decrementAndGet() > 0);
		}
	}

	private void drain() {
		Delivery next = next();
		while (next != null) {
			Delivery delivery = next;
			// whatever it does, those behind it have their turn
			ApplicationCode.run(() -> delivery.action.accept(delivery.offset),
					(error) -> logger.error("A delivery that had waited for its offset failed", error));
			this.unfinished.decrementAndGet();
			next = next();
		}
	}

	private @Nullable Delivery next() {
		synchronized (this.waiting) {
			Delivery first = this.waiting.peekFirst();
			return (first != null && first.ready) ? this.waiting.pollFirst() : null;
		}
	}

	private static final class Delivery {

		private final Consumer<@Nullable String> action;

		private volatile @Nullable String offset;

		private volatile boolean ready;

		Delivery(Consumer<@Nullable String> action) {
			this.action = action;
		}

	}

}
