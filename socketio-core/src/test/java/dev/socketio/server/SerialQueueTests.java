package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.PendingInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SerialQueue}.
 */
class SerialQueueTests {

	private final ServerFixture fixture = new ServerFixture((builder) -> builder
		.engine(EngineOptions.builder().limits((limits) -> limits.maxPendingMessages(2)).build()));

	private final List<String> log = new ArrayList<>();

	private Socket socket;

	private SerialQueue queue;

	@BeforeEach
	void connect() {
		this.socket = this.fixture.socket(this.fixture.connect());
		this.queue = SerialQueue.of(this.socket);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void startsTaskWhenPreviousOneIsDone() {
		onLoop(() -> {
			Task first = submit("first", SerialQueue.Mode.SERIAL);
			Task second = submit("second", SerialQueue.Mode.SERIAL);
			assertThat(this.queue.isIdle()).isFalse();
			assertThat(this.log).containsExactly("start first");
			this.queue.done(first);
			assertThat(this.log).containsExactly("start first", "end first", "start second");
			this.queue.done(second);
			assertThat(this.queue.isIdle()).isTrue();
		});
	}

	@Test
	void completesTaskOnOwnerOfConnection() {
		Task first = new Task("first", SerialQueue.Mode.SERIAL);
		Task second = new Task("second", SerialQueue.Mode.SERIAL);
		Task beside = new Task("beside", SerialQueue.Mode.CONCURRENT);
		onLoop(() -> {
			this.queue.submit(first);
			this.queue.submit(second);
			this.queue.submit(beside);
		});
		this.queue.done(first);
		this.queue.done(beside);
		this.fixture.settle();
		assertThat(this.log).containsExactly("start first", "start beside", "end first", "start second", "end beside");
		assertThat(second.threads).containsOnly(first.threads.get(0));
		assertThat(beside.threads).containsOnly(first.threads.get(0));
	}

	@Test
	void concurrentTaskOvertakesSerialOnes() {
		onLoop(() -> {
			submit("first", SerialQueue.Mode.SERIAL);
			submit("second", SerialQueue.Mode.SERIAL);
			submit("beside", SerialQueue.Mode.CONCURRENT);
			assertThat(this.log).containsExactly("start first", "start beside");
		});
	}

	@Test
	void concurrentTaskDoesNotOvertakeBarriers() {
		onLoop(() -> {
			Task first = new Task("first", SerialQueue.Mode.BARRIER);
			Task second = new Task("second", SerialQueue.Mode.BARRIER);
			this.queue.submitAll(List.of(first, second));
			submit("one", SerialQueue.Mode.CONCURRENT);
			submit("two", SerialQueue.Mode.CONCURRENT);
			this.queue.done(first);
			assertThat(this.log).containsExactly("start first", "end first", "start second");
			this.queue.done(second);
			assertThat(this.log.subList(3, 6)).containsExactly("end second", "start one", "start two");
		});
	}

	@Test
	void removedBarriersHoldNothingUp() {
		onLoop(() -> {
			Task first = new Task("first", SerialQueue.Mode.BARRIER);
			Task second = new Task("second", SerialQueue.Mode.BARRIER);
			this.queue.submitAll(List.of(first, second));
			submit("waiting", SerialQueue.Mode.CONCURRENT);
			assertThat(this.queue.removeIf((task) -> task == first || task == second)).isEqualTo(2);
			assertThat(this.log).containsExactly("start first", "start waiting");
			submit("later", SerialQueue.Mode.CONCURRENT);
			assertThat(this.log).endsWith("start later");
		});
	}

	@Test
	void submitsAllBeforeFirstOneStarts() {
		onLoop(() -> {
			Task between = new Task("between", SerialQueue.Mode.SERIAL);
			Task first = new Task("first", SerialQueue.Mode.SERIAL) {

				@Override
				protected void start() {
					super.start();
					SerialQueueTests.this.queue.submit(between);
					SerialQueueTests.this.queue.done(this);
				}

			};
			this.queue.submitAll(List.of(first, new Immediate("second")));
			assertThat(this.log).containsExactly("start first", "end first", "start second", "end second",
					"start between");
		});
	}

	@Test
	void countsTasksThatAreNotDoneAtOnce() {
		onLoop(() -> {
			PendingInput pending = EngineSessions.of(this.socket).pendingInput();
			this.queue.submit(new Immediate("immediate"));
			assertThat(pending.messages()).isZero();
			Task first = submit("first", SerialQueue.Mode.SERIAL);
			Task second = submit("second", SerialQueue.Mode.SERIAL);
			Task beside = submit("beside", SerialQueue.Mode.CONCURRENT);
			assertThat(pending.messages()).isEqualTo(3);
			assertThat(pending.bytes()).isEqualTo(30);
			this.queue.done(beside);
			this.queue.done(first);
			assertThat(pending.messages()).isOne();
			assertThat(this.queue.removeIf((task) -> task == second)).isOne();
			assertThat(pending.messages()).isZero();
			assertThat(pending.bytes()).isZero();
			this.queue.done(second);
			assertThat(pending.messages()).isZero();
			assertThat(this.log).doesNotContain("end second");
		});
	}

	/** What is counted out may let the connection read, which brings the next event. */
	@Test
	void keepsOrderWhenCountingOutBringsNextTask() {
		onLoop(() -> {
			Task first = new Task("first", SerialQueue.Mode.SERIAL) {

				@Override
				protected void completed() {
					super.completed();
					submit("third", SerialQueue.Mode.SERIAL);
				}

			};
			this.queue.submit(first);
			Task second = submit("second", SerialQueue.Mode.SERIAL);
			this.queue.done(first);
			assertThat(this.log).containsExactly("start first", "end first", "start second");
			this.queue.done(second);
			assertThat(this.log).endsWith("end second", "start third");
		});
	}

	@Test
	void stackDoesNotGrowWithTasks() {
		onLoop(() -> {
			Task first = submit("first", SerialQueue.Mode.SERIAL);
			for (int i = 0; i < 5_000; i++) {
				this.queue.submit(new Immediate("task"));
			}
			this.queue.done(first);
			assertThat(this.queue.isIdle()).isTrue();
			assertThat(this.log).hasSize(2 + 2 * 5_000);
		});
	}

	/** The report of a task that is removed meanwhile is not one of the next task. */
	@Test
	void lateReportsDoNotCompleteTheNextTask() {
		Task first = new Task("first", SerialQueue.Mode.SERIAL);
		onLoop(() -> {
			this.queue.submit(first);
			submit("second", SerialQueue.Mode.SERIAL);
			onOtherThread(() -> this.queue.done(first));
			assertThat(this.queue.removeIf((task) -> task == first)).isOne();
		});
		this.fixture.settle();
		assertThat(this.log).containsExactly("start first", "start second");
	}

	@Test
	void repeatedReportsDoNotCompleteTheNextTask() {
		Task first = new Task("first", SerialQueue.Mode.SERIAL);
		onLoop(() -> {
			this.queue.submit(first);
			submit("second", SerialQueue.Mode.SERIAL);
			onOtherThread(() -> {
				this.queue.done(first);
				this.queue.done(first);
			});
		});
		this.fixture.settle();
		assertThat(this.log).containsExactly("start first", "end first", "start second");
	}

	@ParameterizedTest
	@EnumSource
	void taskThatCannotStartIsDone(SerialQueue.Mode mode) {
		onLoop(() -> {
			Task failing = new Task("failing", mode) {

				@Override
				protected void start() {
					super.start();
					throw new IllegalStateException("cannot start");
				}

			};
			Task first = submit("first", SerialQueue.Mode.BARRIER);
			this.queue.submit(failing);
			this.queue.submit(new Immediate("last"));
			this.queue.done(first);
			assertThat(this.log).containsExactly("start first", "end first", "start failing", "end failing",
					"start last", "end last");
			assertNothingPending();
		});
	}

	@ParameterizedTest
	@EnumSource
	void taskWhoseCompletionFailsIsDone(SerialQueue.Mode mode) {
		onLoop(() -> {
			Task failing = new Task("failing", mode) {

				@Override
				protected void completed() {
					super.completed();
					throw new AssertionError("cannot complete");
				}

			};
			this.queue.submit(failing);
			this.queue.done(failing);
			this.queue.submit(new Immediate("last"));
			assertThat(this.log).containsExactly("start failing", "end failing", "start last", "end last");
			assertNothingPending();
		});
	}

	@Test
	void idleQueueKeepsNoRoomForTasks() {
		onLoop(() -> {
			assertThat(this.queue).hasAllNullFieldsOrPropertiesExcept("session", "barriers", "busy", "idle");
			this.queue.submitAll(List.of(new Immediate("first"), new Immediate("second")));
			assertThat(this.log).hasSize(4);
			assertThat(this.queue).hasAllNullFieldsOrPropertiesExcept("session", "barriers", "busy", "idle");
		});
	}

	private void assertNothingPending() {
		assertThat(this.queue.isIdle()).isTrue();
		assertThat(EngineSessions.of(this.socket).pendingInput().messages()).isZero();
		assertThat(EngineSessions.of(this.socket).pendingInput().bytes()).isZero();
	}

	@Test
	void visitsStartedTasks() {
		onLoop(() -> {
			submit("first", SerialQueue.Mode.SERIAL);
			submit("second", SerialQueue.Mode.SERIAL);
			submit("beside", SerialQueue.Mode.CONCURRENT);
			List<String> started = new ArrayList<>();
			this.queue.forEachStarted((task) -> {
				started.add(((Task) task).name);
				this.queue.done(task);
			});
			assertThat(started).containsExactly("first", "beside");
		});
	}

	@Test
	void refusesSocketsOfOthers() {
		assertThatIllegalArgumentException().isThrownBy(() -> SerialQueue.of(mock(Socket.class)));
	}

	private Task submit(String name, SerialQueue.Mode mode) {
		Task task = new Task(name, mode);
		this.queue.submit(task);
		return task;
	}

	private void onLoop(Runnable action) {
		CompletableFuture.runAsync(action, this.fixture.first).orTimeout(60, TimeUnit.SECONDS).join();
	}

	/** Run something while the loop is busy, which must not block. */
	private static void onOtherThread(Runnable action) {
		CompletableFuture<Void> end = CompletableFuture.runAsync(action);
		boolean over = end.isDone();
		while (!over) {
			over = end.isDone();
		}
	}

	private class Task extends SerialQueue.Task {

		final String name;

		final List<Thread> threads = new ArrayList<>();

		private final SerialQueue.Mode mode;

		Task(String name, SerialQueue.Mode mode) {
			this.name = name;
			this.mode = mode;
		}

		@Override
		protected SerialQueue.Mode mode() {
			return this.mode;
		}

		@Override
		protected long retainedBytes() {
			return 10;
		}

		@Override
		protected void start() {
			note("start ");
		}

		@Override
		protected void completed() {
			note("end ");
		}

		private void note(String what) {
			SerialQueueTests.this.log.add(what + this.name);
			this.threads.add(Thread.currentThread());
		}

	}

	private final class Immediate extends Task {

		Immediate(String name) {
			super(name, SerialQueue.Mode.SERIAL);
		}

		@Override
		protected void start() {
			super.start();
			SerialQueueTests.this.queue.done(this);
		}

	}

}
