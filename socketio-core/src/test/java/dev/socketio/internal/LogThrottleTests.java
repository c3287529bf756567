package dev.socketio.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LogThrottle}.
 */
class LogThrottleTests {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final List<Long> entries = new ArrayList<>();

	/** Clocks of this kind may begin anywhere. */
	@ParameterizedTest
	@ValueSource(longs = { 0, 1234, Long.MAX_VALUE - 5, Long.MIN_VALUE, -1 })
	void writesOneEntryInEachInterval(long start) {
		AtomicLong clock = new AtomicLong(start);
		LogThrottle throttle = new LogThrottle(INTERVAL, clock::get);
		throttle.log(this.entries::add);
		assertThat(this.entries).containsExactly(0L);
		throttle.log(this.entries::add);
		clock.addAndGet(INTERVAL.toNanos() - 1);
		throttle.log(this.entries::add);
		assertThat(this.entries).containsExactly(0L);
		clock.incrementAndGet();
		throttle.log(this.entries::add);
		throttle.log(this.entries::add);
		assertThat(this.entries).containsExactly(0L, 2L);
		clock.addAndGet(INTERVAL.toNanos() * 100);
		throttle.log(this.entries::add);
		assertThat(this.entries).containsExactly(0L, 2L, 1L);
	}

	@Test
	void countsWhatSeveralThreadsLeaveOut() throws InterruptedException {
		AtomicLong clock = new AtomicLong();
		LogThrottle throttle = new LogThrottle(INTERVAL, clock::get);
		AtomicLong written = new AtomicLong();
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < 4; t++) {
			threads.add(new Thread(() -> {
				awaitStart(start);
				for (int i = 0; i < 1000; i++) {
					throttle.log((omitted) -> written.incrementAndGet());
				}
			}));
		}
		threads.forEach(Thread::start);
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(written).hasValue(1);
		clock.addAndGet(INTERVAL.toNanos());
		throttle.log(this.entries::add);
		assertThat(this.entries).containsExactly(3999L);
	}

	private static void awaitStart(CountDownLatch start) {
		try {
			start.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void anIntervalIsPositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LogThrottle(Duration.ZERO));
	}

}
