package dev.socketio.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SessionExecutorTests {

	private static final int ROUNDS = 250;

	private static final int TASKS = 60;

	private final Loops loops = Loops.of(2);

	private final EventLoop home = this.loops.next();

	private final EventLoop target = this.loops.next();

	@AfterEach
	void close() {
		this.loops.close();
	}

	@Test
	void ownerRunsItsTasksAtOnce() {
		SessionExecutor executor = new SessionExecutor(this.home);
		List<String> order = new ArrayList<>();
		Loops.run(this.home, () -> {
			assertThat(executor.isDirect()).isTrue();
			executor.execute(() -> order.add("inner"));
			order.add("outer");
		});
		assertThat(order).containsExactly("inner", "outer");
		assertThat(executor.isDirect()).isFalse();
	}

	@Test
	void moveToTheSameLoopIsNoMove() {
		SessionExecutor executor = new SessionExecutor(this.home);
		boolean direct = Loops.call(this.home, () -> {
			executor.moveTo(this.home, () -> {
			});
			return executor.isDirect();
		});
		assertThat(direct).isTrue();
		assertThat(executor.owner()).isSameAs(this.home);
	}

	@Test
	void moveKeepsTheHomeAndChangesTheOwner() {
		SessionExecutor executor = new SessionExecutor(this.home);
		AtomicInteger arrivals = new AtomicInteger();
		Loops.run(this.home, () -> executor.moveTo(this.target, arrivals::incrementAndGet));
		Loops.settle(this.home, this.target);
		assertThat(arrivals).hasValue(1);
		assertThat(executor.home()).isSameAs(this.home);
		assertThat(executor.owner()).isSameAs(this.target);
		assertThat(Loops.call(this.target, executor::isDirect)).isTrue();
		assertThat(Loops.call(this.home, executor::isDirect)).isFalse();
		Loops.run(this.target, () -> assertThatIllegalStateException()
			.isThrownBy(() -> executor.moveTo(this.home, arrivals::incrementAndGet)));
	}

	@Test
	void timersFollowTheSession() throws InterruptedException {
		SessionExecutor executor = new SessionExecutor(this.home);
		CountDownLatch fired = new CountDownLatch(1);
		List<Boolean> direct = new ArrayList<>();
		Loops.run(this.home, () -> executor.schedule(() -> {
			direct.add(executor.isDirect());
			fired.countDown();
		}, TimeUnit.MILLISECONDS.toNanos(100)));
		Loops.run(this.home, () -> executor.moveTo(this.target, () -> {
		}));
		assertThat(fired.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(direct).containsExactly(true);
	}

	@Test
	void timerCanBeCancelledWhileItIsOnItsWay() {
		SessionExecutor executor = new SessionExecutor(this.home);
		AtomicInteger fired = new AtomicInteger();
		CountDownLatch passed = new CountDownLatch(1);
		this.target.execute(() -> spinUntil(passed));
		Loops.run(this.home, () -> {
			SessionTimer timer = executor.schedule(fired::incrementAndGet, TimeUnit.MILLISECONDS.toNanos(20));
			// by then the timer has expired at home, and its task waits behind this one
			executor.moveTo(this.target, timer::cancel);
			this.home.schedule(passed::countDown, 60, TimeUnit.MILLISECONDS);
		});
		Loops.settle(this.target, this.home);
		assertThat(fired).hasValue(0);
	}

	@Test
	void whatIsReceivedWaitsForTasksOnTheirWay() {
		SessionExecutor executor = new SessionExecutor(this.home);
		Loops.run(this.home, () -> executor.moveTo(this.target, () -> {
		}));
		Loops.settle(this.home, this.target);
		assertThat(Loops.call(this.target, executor::isBehind)).isFalse();
		List<String> order = new CopyOnWriteArrayList<>();
		CountDownLatch submitted = new CountDownLatch(1);
		CountDownLatch received = new CountDownLatch(1);
		this.home.execute(() -> spinUntil(received));
		executor.execute(() -> order.add("sent"));
		this.target.execute(() -> {
			spinUntil(submitted);
			assertThat(executor.isBehind()).isTrue();
			executor.receiveLater(() -> order.add("received"));
			assertThat(executor.isBehind()).isTrue();
			received.countDown();
		});
		submitted.countDown();
		Loops.settle(this.home, this.target);
		assertThat(order).containsExactly("sent", "received");
		assertThat(Loops.call(this.target, executor::isBehind)).isFalse();
	}

	private static void spinUntil(CountDownLatch latch) {
		long spins = 0;
		while (latch.getCount() > 0) {
			spins++;
		}
		assertThat(spins).isNotNegative();
	}

	@Test
	void tasksOfOneThreadStayInOrderWhileTheSessionMoves() throws InterruptedException {
		for (int round = 0; round < ROUNDS; round++) {
			Race race = new Race(new SessionExecutor(this.home));
			race.run();
		}
	}

	/**
	 * Three threads and both loops submit numbered tasks; somewhere in between the
	 * session moves.
	 */
	private final class Race {

		private static final int SUBMITTERS = 5;

		private final SessionExecutor executor;

		private final CountDownLatch done = new CountDownLatch(SUBMITTERS * TASKS * 2);

		/** Touched by tasks only, so without the executor's guarantee it would break. */
		private final int[] last = new int[SUBMITTERS];

		private final AtomicInteger inside = new AtomicInteger();

		private final List<String> violations = new ArrayList<>();

		Race(SessionExecutor executor) {
			this.executor = executor;
		}

		void run() throws InterruptedException {
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				int submitter = i;
				threads.add(new Thread(() -> submitAll(submitter)));
			}
			submitFromLoop(SessionExecutorTests.this.home, 3, 0);
			submitFromLoop(SessionExecutorTests.this.target, 4, 0);
			threads.forEach(Thread::start);
			LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(200_000));
			this.executor.execute(() -> this.executor.moveTo(SessionExecutorTests.this.target, () -> {
			}));
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(this.done.await(30, TimeUnit.SECONDS)).as("all tasks ran").isTrue();
			assertThat(this.violations).isEmpty();
			assertThat(this.last).containsOnly(TASKS);
		}

		private void submitAll(int submitter) {
			for (int i = 1; i <= TASKS; i++) {
				submit(submitter, i);
				if (i % 16 == 0) {
					Thread.yield();
				}
			}
		}

		private void submitFromLoop(EventLoop loop, int submitter, int from) {
			loop.execute(() -> {
				int next = from;
				for (int i = 0; i < 5 && next < TASKS; i++) {
					submit(submitter, ++next);
				}
				if (next < TASKS) {
					submitFromLoop(loop, submitter, next);
				}
			});
		}

		private void submit(int submitter, int number) {
			this.executor.execute(() -> {
				enter();
				if (this.last[submitter] != number - 1) {
					this.violations.add(submitter + ": " + number + " after " + this.last[submitter]);
				}
				this.last[submitter] = number;
				this.inside.decrementAndGet();
				this.done.countDown();
				// what a task submits belongs to the session as well
				this.executor.execute(() -> {
					enter();
					this.inside.decrementAndGet();
					this.done.countDown();
				});
			});
		}

		private void enter() {
			if (!this.executor.owner().inEventLoop()) {
				this.violations.add("on " + Thread.currentThread().getName());
			}
			if (this.inside.incrementAndGet() != 1) {
				this.violations.add("two at once");
			}
		}

	}

}
