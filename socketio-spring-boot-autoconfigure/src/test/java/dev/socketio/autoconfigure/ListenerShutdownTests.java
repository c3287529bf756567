package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketDisconnectingListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.EngineSessions;
import dev.socketio.server.SocketIOServer;
import io.netty.util.internal.ThreadExecutorMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of waiting events when an application shuts down.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerShutdownTests {

	private static final int CLIENTS = 5;

	private static final int EVENTS = 10;

	@Test
	void dropsWhatWaitsAndCallsDisconnectListeners(CapturedOutput output) {
		ConfigurableApplicationContext context = start();
		Slow listener = context.getBean(Slow.class);
		List<TestClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < CLIENTS; i++) {
				TestClient client = TestClient.connect(port(context), "/");
				clients.add(client);
				for (int j = 0; j < EVENTS; j++) {
					client.send("42[\"slow\"]");
				}
			}
			AtomicInteger pending = new AtomicInteger();
			context.getBean(SocketIOServer.class)
				.sockets()
				.values()
				.forEach((socket) -> Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
					EngineSessions.of(socket)
						.execute(() -> pending.set(EngineSessions.of(socket).pendingInput().messages()));
					return pending.get() == EVENTS;
				}));
			Thread closing = new Thread(context::close);
			closing.start();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !closing.isAlive());
		}
		finally {
			context.close();
			clients.forEach(TestClient::close);
		}
		assertThat(listener.handled).hasValue(1);
		assertThat(listener.left).hasValue(CLIENTS);
		assertThat(output.getOut())
			.containsOnlyOnce("Dropped " + (CLIENTS * EVENTS - 1) + " events that were waiting for their listeners")
			.doesNotContain("Disconnect listeners are not done");
	}

	@Test
	void saysNothingIfNothingIsDropped(CapturedOutput output) {
		ConfigurableApplicationContext context = start();
		Slow listener = context.getBean(Slow.class);
		try (TestClient client = TestClient.connect(port(context), "/")) {
			context.close();
		}
		assertThat(listener.left).hasValue(1);
		assertThat(output.getOut()).doesNotContain("Dropped");
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.task.execution.pool.core-size=1")
			.run();
	}

	private static int port(ConfigurableApplicationContext context) {
		return ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
	@Import(Slow.class)
	static class Application {

	}

	static class Slow {

		final AtomicInteger handled = new AtomicInteger();

		final AtomicInteger left = new AtomicInteger();

		private final CountDownLatch leaving = new CountDownLatch(CLIENTS);

		/** Takes until all clients have left. */
		@SocketEventListener("slow")
		void slow() throws InterruptedException {
			assertThat(this.leaving.await(30, TimeUnit.SECONDS)).isTrue();
			this.handled.incrementAndGet();
		}

		@SocketDisconnectingListener(execution = Execution.EVENT_LOOP)
		void leaving() {
			// when the event loop is done with this socket, whose events are dropped by
			// then
			ThreadExecutorMap.currentExecutor().execute(this.leaving::countDown);
		}

		@SocketDisconnectListener
		void left() {
			this.left.incrementAndGet();
		}

	}

}
