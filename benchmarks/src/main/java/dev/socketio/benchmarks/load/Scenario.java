package dev.socketio.benchmarks.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What clients do to a server, over and over. Everything but {@link #open} and
 * {@link #close} runs on the one event loop of the generator, so no state is shared.
 */
abstract class Scenario {

	private static final long SETUP_SECONDS = 30;

	private final Network network;

	private final CompletableFuture<Void> failure = new CompletableFuture<>();

	private Samples latencies = new Samples();

	private volatile boolean running;

	Scenario(Network network) {
		this.network = network;
	}

	/** Connect the clients. Returns when all are ready. */
	abstract void open(Target target) throws Exception;

	/** Let every client begin. It goes on by itself while {@link #isRunning()}. */
	abstract void begin();

	abstract void close() throws Exception;

	Network network() {
		return this.network;
	}

	boolean isRunning() {
		return this.running;
	}

	void start() throws Exception {
		this.running = true;
		this.network.call(this::begin);
	}

	void stop() {
		this.running = false;
	}

	/** One operation that began at a {@link System#nanoTime()} is over. */
	void done(long began) {
		this.latencies.add(System.nanoTime() - began);
	}

	/** Take what was counted since the last time. */
	Samples take() throws Exception {
		if (this.failure.isDone()) {
			this.failure.get();
		}
		Samples[] taken = new Samples[1];
		this.network.call(() -> {
			taken[0] = this.latencies;
			this.latencies = new Samples();
		});
		return taken[0];
	}

	/** A server that answers wrongly must not look fast. */
	void fail(String message, @Nullable Throwable cause) {
		this.failure.completeExceptionally(new IllegalStateException(message, cause));
	}

	void await(CountDownLatch latch) throws Exception {
		for (int i = 0; i < SETUP_SECONDS * 10; i++) {
			if (latch.await(100, TimeUnit.MILLISECONDS)) {
				return;
			}
			if (this.failure.isDone()) {
				this.failure.get();
			}
		}
		throw new IllegalStateException(latch.getCount() + " clients did not get ready in time");
	}

}
