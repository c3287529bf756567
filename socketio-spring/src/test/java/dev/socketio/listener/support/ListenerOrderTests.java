package dev.socketio.listener.support;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.listener.Concurrency;
import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketDisconnectingListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for threads and order of listeners, over real connections.
 */
class ListenerOrderTests {

	private ListenerServer server;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void handlesEventsOfASocketInOrder() {
		this.server = ListenerServer.start(SlowListener.class);
		try (TestClient client = this.server.connect()) {
			client.send("421[\"slow\",1]");
			client.send("422[\"reactive\",2]");
			client.send("423[\"slow\",3]");
			client.send("424[\"loop\",4]");
			assertThat(List.of(client.receive(), client.receive(), client.receive(), client.receive()))
				.containsExactly("431[1]", "432[2]", "433[3]", "434[4]");
			assertThat(this.server.bean(SlowListener.class).overlaps).hasValue(0);
		}
	}

	@Test
	void doesNotLetOneSocketWaitForAnother() {
		this.server = ListenerServer.start(SlowListener.class);
		try (TestClient waiting = this.server.connect(); TestClient other = this.server.connect()) {
			waiting.send("421[\"blocked\"]");
			assertThat(other.exchange("421[\"loop\",1]")).isEqualTo("431[1]");
			this.server.bean(SlowListener.class).latch.countDown();
			assertThat(waiting.receive()).isEqualTo("431[]");
		}
	}

	@Test
	void concurrentListenersDoNotWait() {
		this.server = ListenerServer.start(SlowListener.class);
		try (TestClient client = this.server.connect()) {
			client.send("421[\"blocked\"]");
			assertThat(client.exchange("422[\"concurrent\"]")).isEqualTo("432[]");
			this.server.bean(SlowListener.class).latch.countDown();
			assertThat(client.receive()).isEqualTo("431[]");
		}
	}

	@Test
	void choosesThreadsByReturnType() {
		this.server = ListenerServer.start(ThreadListener.class);
		try (TestClient client = this.server.connect()) {
			assertThat(client.exchange("421[\"auto-blocking\"]")).contains("listener-worker");
			assertThat(client.exchange("422[\"auto-reactive\"]")).contains("reactor-http");
			assertThat(client.exchange("423[\"blocking-reactive\"]")).contains("listener-worker");
			assertThat(client.exchange("424[\"loop-plain\"]")).contains("reactor-http");
		}
	}

	@Test
	void classesSetDefaults() {
		this.server = ListenerServer.start(DefaultsListener.class);
		try (TestClient client = this.server.connect()) {
			client.send("421[\"blocked\"]");
			assertThat(client.exchange("422[\"thread\"]")).contains("reactor-http");
			assertThat(client.exchange("423[\"auto\"]")).contains("listener-worker");
			this.server.bean(DefaultsListener.class).latch.countDown();
			assertThat(client.receive()).isEqualTo("431[]");
		}
	}

	@Test
	void anAcknowledgementAfterTheClientHasLeftGoesNowhere() {
		this.server = ListenerServer.start(LateListener.class);
		LateListener listener = this.server.bean(LateListener.class);
		try (TestClient client = this.server.connect()) {
			client.send("421[\"late\"]");
			Awaitility.await().until(() -> listener.ack != null);
			client.send("41");
			Awaitility.await().until(() -> listener.left.get() == 1);
			listener.ack.send("too late");
			client.join("/", "");
			assertThat(client.exchange("422[\"ping\"]")).isEqualTo("432[]");
		}
	}

	@Test
	void aListenerMayWaitForAnAcknowledgementOfItsOwnClient() {
		this.server = ListenerServer.start(AskingListener.class);
		try (TestClient client = this.server.connect()) {
			assertThat(client.exchange("421[\"ask-reactive\"]")).isEqualTo("420[\"question\"]");
			assertThat(client.exchange("430[\"yes\"]")).isEqualTo("431[\"yes\"]");
			assertThat(client.exchange("422[\"ask-blocking\"]")).isEqualTo("421[\"question\"]");
			assertThat(client.exchange("431[\"no\"]")).isEqualTo("432[\"no\"]");
		}
	}

	@Test
	void handlesNoEventBeforeConnectListenersAreDone() {
		this.server = ListenerServer.start(LifecycleListener.class);
		LifecycleListener listener = this.server.bean(LifecycleListener.class);
		try (TestClient client = this.server.connect()) {
			client.send("42[\"event\"]");
			client.send("42[\"concurrent\"]");
			Awaitility.await().until(() -> listener.calls.contains("connecting"));
			listener.latch.countDown();
			Awaitility.await().until(() -> listener.calls.size() == 4);
		}
		assertThat(listener.calls).startsWith("connecting", "connected").contains("event", "concurrent");
	}

	@Test
	void dropsWaitingEventsOfAClientThatHasLeft() {
		this.server = ListenerServer.start(LifecycleListener.class);
		LifecycleListener listener = this.server.bean(LifecycleListener.class);
		listener.latch.countDown();
		try (TestClient client = this.server.connect()) {
			client.send("42[\"wait\"]");
			client.send("42[\"event\"]");
			Awaitility.await().until(() -> listener.calls.contains("waiting"));
			client.send("41");
			Awaitility.await().until(() -> listener.calls.contains("disconnecting true"));
			assertThat(listener.calls).doesNotContain("event");
			listener.second.countDown();
			Awaitility.await()
				.untilAsserted(() -> assertThat(listener.calls).containsExactly("connecting", "connected", "waiting",
						"disconnecting true", "left 2", "disconnected client namespace disconnect false"));
		}
	}

	@Test
	void aFailedConnectListenerTakesTheSocketOut() {
		this.server = ListenerServer.start(RefusingListener.class);
		try (TestClient client = this.server.connect()) {
			client.send("421[\"event\"]");
			assertThat(client.receive()).isEqualTo("41");
		}
		assertThat(this.server.bean(RefusingListener.class).events).hasValue(0);
	}

	@Test
	void cancelsStreamsOfClientsThatHaveLeft() {
		this.server = ListenerServer.start(EndlessListener.class);
		EndlessListener listener = this.server.bean(EndlessListener.class);
		try (TestClient client = this.server.connect()) {
			client.send("421[\"endless\"]");
			client.send("422[\"endless-concurrent\"]");
			Awaitility.await().until(() -> listener.started.get() == 2);
		}
		Awaitility.await().until(() -> listener.cancelled.get() == 2);
		Awaitility.await().until(() -> listener.left.get() == 1);
	}

	static class SlowListener {

		final CountDownLatch latch = new CountDownLatch(1);

		final AtomicInteger running = new AtomicInteger();

		final AtomicInteger overlaps = new AtomicInteger();

		@SocketEventListener("slow")
		int slow(int number) throws InterruptedException {
			enter();
			TimeUnit.MILLISECONDS.sleep(30);
			this.running.decrementAndGet();
			return number;
		}

		@SocketEventListener("reactive")
		Mono<Integer> reactive(int number) {
			enter();
			return Mono.delay(Duration.ofMillis(20)).map((tick) -> {
				// a finally operator would only run when the next event may have started
				this.running.decrementAndGet();
				return number;
			});
		}

		@SocketEventListener(event = "loop", execution = Execution.EVENT_LOOP)
		int loop(int number) {
			enter();
			this.running.decrementAndGet();
			return number;
		}

		@SocketEventListener("blocked")
		void blocked() throws InterruptedException {
			assertThat(this.latch.await(30, TimeUnit.SECONDS)).isTrue();
		}

		@SocketEventListener(event = "concurrent", concurrency = Concurrency.CONCURRENT)
		void concurrent() {
		}

		private void enter() {
			if (this.running.getAndIncrement() > 0) {
				this.overlaps.incrementAndGet();
			}
		}

	}

	static class ThreadListener {

		@SocketEventListener("auto-blocking")
		String autoBlocking() {
			return Thread.currentThread().getName();
		}

		@SocketEventListener("auto-reactive")
		Mono<String> autoReactive() {
			return Mono.just(Thread.currentThread().getName());
		}

		@SocketEventListener(event = "blocking-reactive", execution = Execution.BLOCKING)
		Mono<String> blockingReactive() {
			return Mono.just(Thread.currentThread().getName());
		}

		@SocketEventListener(event = "loop-plain", execution = Execution.EVENT_LOOP)
		String loopPlain() {
			return Thread.currentThread().getName();
		}

	}

	@SocketNamespace(execution = Execution.EVENT_LOOP, concurrency = Concurrency.CONCURRENT)
	static class DefaultsListener {

		final CountDownLatch latch = new CountDownLatch(1);

		@SocketEventListener(event = "blocked", execution = Execution.BLOCKING)
		void blocked() throws InterruptedException {
			assertThat(this.latch.await(30, TimeUnit.SECONDS)).isTrue();
		}

		@SocketEventListener("thread")
		String thread() {
			return Thread.currentThread().getName();
		}

		@SocketEventListener(event = "auto", execution = Execution.AUTO)
		String auto() {
			return Thread.currentThread().getName();
		}

	}

	static class LateListener {

		final AtomicInteger left = new AtomicInteger();

		volatile Ack ack;

		@SocketEventListener("late")
		void late(Ack answer) {
			this.ack = answer;
		}

		@SocketEventListener("ping")
		void ping() {
		}

		@SocketDisconnectListener
		void left() {
			this.left.incrementAndGet();
		}

	}

	static class AskingListener {

		@SocketEventListener("ask-reactive")
		Mono<String> askReactive(Socket socket) {
			return socket.timeout(Duration.ofSeconds(30))
				.emitWithAck("question")
				.map((answer) -> answer.get(0, String.class));
		}

		@SocketEventListener("ask-blocking")
		String askBlocking(Socket socket) {
			return socket.timeout(Duration.ofSeconds(30))
				.emitWithAck("question")
				.map((answer) -> answer.get(0, String.class))
				.block(Duration.ofSeconds(30));
		}

	}

	static class LifecycleListener {

		final Queue<String> calls = new ConcurrentLinkedQueue<>();

		final CountDownLatch latch = new CountDownLatch(1);

		final CountDownLatch second = new CountDownLatch(1);

		@SocketConnectListener
		void connected(Socket socket) throws InterruptedException {
			this.calls.add("connecting");
			assertThat(this.latch.await(30, TimeUnit.SECONDS)).isTrue();
			socket.join("room");
			this.calls.add("connected");
		}

		@SocketEventListener("event")
		void event() {
			this.calls.add("event");
		}

		@SocketEventListener(event = "concurrent", concurrency = Concurrency.CONCURRENT)
		void concurrent() {
			this.calls.add("concurrent");
		}

		@SocketEventListener("wait")
		void waiting() throws InterruptedException {
			this.calls.add("waiting");
			assertThat(this.second.await(30, TimeUnit.SECONDS)).isTrue();
		}

		@SocketDisconnectingListener(execution = Execution.EVENT_LOOP)
		void disconnecting(Socket socket) {
			this.calls.add("disconnecting " + socket.rooms().contains("room"));
		}

		@SocketDisconnectingListener
		void leaving(Set<String> rooms) {
			this.calls.add("left " + rooms.size());
		}

		@SocketDisconnectListener
		void disconnected(Socket socket, DisconnectReason reason) {
			this.calls.add("disconnected " + reason.text() + " " + socket.isConnected());
		}

	}

	static class RefusingListener {

		final AtomicInteger events = new AtomicInteger();

		@SocketConnectListener
		void connected() throws InterruptedException {
			TimeUnit.MILLISECONDS.sleep(50);
			throw new IllegalStateException("not you");
		}

		@SocketEventListener("event")
		void event() {
			this.events.incrementAndGet();
		}

	}

	static class EndlessListener {

		final AtomicInteger started = new AtomicInteger();

		final AtomicInteger cancelled = new AtomicInteger();

		final AtomicInteger left = new AtomicInteger();

		@SocketEventListener("endless")
		Flux<Integer> endless() {
			return Flux.<Integer>never()
				.doOnSubscribe((subscription) -> this.started.incrementAndGet())
				.doOnCancel(this.cancelled::incrementAndGet);
		}

		@SocketEventListener(event = "endless-concurrent", concurrency = Concurrency.CONCURRENT)
		Flux<Integer> endlessConcurrent() {
			return endless();
		}

		@SocketDisconnectListener
		void left() {
			this.left.incrementAndGet();
		}

	}

}
