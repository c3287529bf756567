package dev.socketio.listener.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.engine.EngineOptions;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that send faster than listeners follow, over real connections.
 */
class ListenerBackPressureTests {

	private static final EngineOptions BOUNDED = EngineOptions.builder()
		.limits((limits) -> limits.maxPendingMessages(4))
		.build();

	private ListenerServer server;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void stopsReadingWhenListenersCannotFollow() {
		this.server = ListenerServer.start(BOUNDED, FloodListener.class);
		FloodListener listener = this.server.bean(FloodListener.class);
		try (TestClient client = this.server.connect()) {
			AtomicInteger received = new AtomicInteger();
			this.server.io()
				.sockets()
				.values()
				.iterator()
				.next()
				.onAny((event, args, ack) -> received.incrementAndGet());
			// larger than what is read at once
			String padding = "x".repeat(200_000);
			Thread sender = new Thread(() -> {
				for (int i = 0; i < 12; i++) {
					client.send("42[\"flood\",\"" + padding + "\"]");
				}
			});
			sender.start();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> received.get() == 4);
			Awaitility.await()
				.during(Duration.ofMillis(500))
				.atMost(Duration.ofSeconds(20))
				.until(() -> received.get() == 4);
			listener.latch.countDown();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(listener.handled).hasValue(12));
			assertThat(client.exchange("421[\"done\"]")).isEqualTo("431[]");
		}
	}

	@Test
	void aSocketThatHasToLeaveDoesNotKeepOtherNamespacesWaiting() {
		this.server = ListenerServer.start(BOUNDED, HangingListener.class);
		HangingListener listener = this.server.bean(HangingListener.class);
		try (TestClient client = this.server.connect()) {
			client.join("/other", "");
			Socket socket = this.server.io().sockets().values().iterator().next();
			AtomicInteger received = new AtomicInteger();
			socket.onAny((event, args, ack) -> received.incrementAndGet());
			// larger than what is read at once
			String padding = "x".repeat(200_000);
			for (int i = 0; i < 4; i++) {
				client.send("42[\"hang\",\"" + padding + "\"]");
			}
			client.send("42/other,1[\"other\",\"" + padding + "\"]");
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> received.get() == 4);
			Awaitility.await()
				.during(Duration.ofMillis(300))
				.atMost(Duration.ofSeconds(20))
				.until(() -> listener.others.get() == 0);
			socket.disconnect();
			assertThat(client.receive()).isEqualTo("41");
			assertThat(client.receive()).isEqualTo("43/other,1[]");
			assertThat(listener.latch.getCount()).isOne();
			listener.latch.countDown();
			Awaitility.await().until(() -> listener.handled.get() == 1);
		}
	}

	static class FloodListener {

		final CountDownLatch latch = new CountDownLatch(1);

		final AtomicInteger handled = new AtomicInteger();

		@SocketEventListener("flood")
		void flood(String content) throws InterruptedException {
			assertThat(this.latch.await(60, TimeUnit.SECONDS)).isTrue();
			this.handled.incrementAndGet();
		}

		@SocketEventListener("done")
		void done() {
		}

	}

	static class HangingListener {

		final CountDownLatch latch = new CountDownLatch(1);

		final AtomicInteger handled = new AtomicInteger();

		final AtomicInteger others = new AtomicInteger();

		@SocketEventListener("hang")
		void hang(String content) throws InterruptedException {
			assertThat(this.latch.await(60, TimeUnit.SECONDS)).isTrue();
			this.handled.incrementAndGet();
		}

		@SocketEventListener(namespace = "/other", event = "other")
		void other(String content) {
			this.others.incrementAndGet();
		}

	}

}
