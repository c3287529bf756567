package dev.socketio.listener.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.socketio.engine.EngineOptions;
import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.bind.annotation.ResponseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for listeners whose executor is full, over real connections.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerRejectionTests {

	private static final int EVENTS = 50;

	private static final String UNAVAILABLE = "{\"error\":{\"status\":503,\"code\":\"service_unavailable\","
			+ "\"message\":\"Service Unavailable\",\"details\":[]}}";

	private BoundedExecutor executor;

	private ListenerServer server;

	private BoundedListener listener;

	@AfterEach
	void stop() {
		this.listener.latch.countDown();
		this.server.close();
		this.executor.close();
	}

	/** One call runs, and one waits in the queue. */
	private void startFull(Pool pool) {
		this.executor = pool.supplier.get();
		this.server = ListenerServer.start(EngineOptions.DEFAULT, this.executor.executor(), BoundedListener.class);
		this.listener = this.server.bean(BoundedListener.class);
	}

	private void fill(TestClient running, TestClient waiting) throws InterruptedException {
		running.send("42[\"block\"]");
		assertThat(this.listener.blocked.await(30, TimeUnit.SECONDS)).isTrue();
		waiting.send("42[\"block\"]");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.executor.queue().size() == 1);
	}

	@ParameterizedTest
	@EnumSource
	void aFullExecutorIsReportedToTheClientAndOnOneLineASecond(Pool pool, CapturedOutput output)
			throws InterruptedException {
		startFull(pool);
		try (TestClient running = this.server.connect();
				TestClient waiting = this.server.connect();
				TestClient client = this.server.connect()) {
			fill(running, waiting);
			long start = System.nanoTime();
			for (int i = 0; i < EVENTS; i++) {
				client.send("42[\"task\"]");
				assertThat(client.exchange("42" + i + "[\"task\"]")).isEqualTo("43" + i + "[" + UNAVAILABLE + "]");
			}
			long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
			assertThat(client.exchange("421[\"event-loop\"]")).isEqualTo("431[\"called\"]");
			List<String> lines = output.getOut().lines().filter((line) -> line.contains("rejected")).toList();
			assertThat(lines).hasSizeBetween(1, (int) seconds + 1)
				.allSatisfy((line) -> assertThat(line).contains("WARN").contains("for 'task'"));
			assertThat(lines.get(0)).contains("(0 more since");
			assertThat(output.getOut()).doesNotContain("ERROR").doesNotContain("\tat ");
			this.listener.latch.countDown();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.executor.queue().isEmpty());
			assertThat(client.exchange("427[\"task\"]")).isEqualTo("437[\"done\"]");
		}
	}

	/** Executors of the application may be full as well. */
	@ParameterizedTest
	@ValueSource(strings = { "thrown", "signalled" })
	void aRejectionInAListenerIsReportedInTheSameWay(String event, CapturedOutput output) {
		startFull(Pool.JDK);
		try (TestClient client = this.server.connect()) {
			assertThat(client.exchange("421[\"" + event + "\"]")).isEqualTo("431[" + UNAVAILABLE + "]");
			assertThat(client.exchange("422[\"event-loop\"]")).isEqualTo("432[\"called\"]");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("rejected"))).singleElement()
			.asString()
			.contains("WARN")
			.contains("'" + event + "'");
		assertThat(output.getOut()).doesNotContain("ERROR").doesNotContain("\tat ");
	}

	@Test
	void aRejectionWithAStatusHasIt() {
		startFull(Pool.JDK);
		try (TestClient client = this.server.connect()) {
			assertThat(client.exchange("421[\"status\"]")).contains("\"status\":429,\"code\":\"too_many_requests\"");
		}
	}

	@Test
	void aConnectListenerThatIsRejectedIsLoggedOnOneLine(CapturedOutput output) throws InterruptedException {
		startFull(Pool.JDK);
		try (TestClient running = this.server.connect();
				TestClient waiting = this.server.connect();
				TestClient client = this.server.open()) {
			fill(running, waiting);
			client.join("/joined", "");
			assertThat(client.receive()).isEqualTo("41/joined,");
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("rejected"))).hasSize(1);
		assertThat(output.getOut()).doesNotContain("ERROR").doesNotContain("\tat ");
	}

	@ParameterizedTest
	@EnumSource
	void ofARejectedExceptionHandlerTheFailureIsReported(Pool pool, CapturedOutput output) throws InterruptedException {
		startFull(pool);
		ListAppender<ILoggingEvent> events = new ListAppender<>();
		events.start();
		Logger logger = (Logger) LoggerFactory.getLogger(FailureReport.class);
		logger.addAppender(events);
		try (TestClient running = this.server.connect();
				TestClient waiting = this.server.connect();
				TestClient client = this.server.connect()) {
			fill(running, waiting);
			for (int i = 0; i < 3; i++) {
				assertThat(client.exchange("421[\"handled\"]")).contains("\"status\":500,\"code\":\"internal_error\"");
			}
			assertThat(client.exchange("422[\"event-loop\"]")).isEqualTo("432[\"called\"]");
		}
		finally {
			logger.detachAppender(events);
		}
		assertThat(events.list).hasSize(3).allSatisfy((event) -> {
			IThrowableProxy failure = event.getThrowableProxy();
			assertThat(failure.getClassName()).isEqualTo(IllegalStateException.class.getName());
			assertThat(failure.getSuppressed()).singleElement()
				.satisfies((rejection) -> assertThat(rejection.getClassName())
					.isIn(RejectedExecutionException.class.getName(), pool.rejection));
		});
		assertThat(output.getOut()).contains("(0 more since");
	}

	enum Pool {

		JDK("java.util.concurrent.RejectedExecutionException", () -> {
			ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
			return new BoundedExecutor(pool, pool.getQueue(), () -> shutDown(pool));
		}),

		SPRING("org.springframework.core.task.TaskRejectedException", () -> {
			ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
			pool.setMaxPoolSize(1);
			pool.setQueueCapacity(1);
			pool.setWaitForTasksToCompleteOnShutdown(true);
			pool.setAwaitTerminationSeconds(30);
			pool.initialize();
			return new BoundedExecutor(pool, pool.getThreadPoolExecutor().getQueue(), pool::shutdown);
		});

		private final String rejection;

		private final Supplier<BoundedExecutor> supplier;

		Pool(String rejection, Supplier<BoundedExecutor> supplier) {
			this.rejection = rejection;
			this.supplier = supplier;
		}

		/**
		 * Without an interrupt, which a call that has just been released would report.
		 */
		private static void shutDown(ThreadPoolExecutor pool) {
			pool.shutdown();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(pool::isTerminated);
		}

	}

	private record BoundedExecutor(Executor executor, BlockingQueue<Runnable> queue, Runnable shutdown) {

		void close() {
			this.shutdown.run();
		}

	}

	static class BoundedListener {

		final CountDownLatch blocked = new CountDownLatch(1);

		final CountDownLatch latch = new CountDownLatch(1);

		/** The same object every time, as some libraries do. */
		private final IllegalStateException failure = new IllegalStateException("test");

		@SocketEventListener("block")
		void block() throws InterruptedException {
			this.blocked.countDown();
			this.latch.await();
		}

		@SocketEventListener("task")
		String task() {
			return "done";
		}

		@SocketEventListener(event = "event-loop", execution = Execution.EVENT_LOOP)
		String eventLoop() {
			return "called";
		}

		@SocketEventListener(event = "thrown", execution = Execution.EVENT_LOOP)
		void thrown() {
			throw new RejectedExecutionException("full");
		}

		@SocketEventListener("signalled")
		Mono<String> signalled() {
			return Mono.error(new RejectedExecutionException("full"));
		}

		@SocketEventListener(event = "status", execution = Execution.EVENT_LOOP)
		void status() {
			throw new TooManyException();
		}

		@SocketEventListener(event = "handled", execution = Execution.EVENT_LOOP)
		void handled() {
			throw this.failure;
		}

		@SocketExceptionHandler
		String handle(IllegalStateException ex) {
			return "handled";
		}

		@SocketConnectListener(namespace = "/joined")
		void joined() {
		}

	}

	@ResponseStatus(HttpStatus.TOO_MANY_REQUESTS)
	static class TooManyException extends RejectedExecutionException {

	}

}
