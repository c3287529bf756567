package dev.socketio.listener.support;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.socketio.listener.Concurrency;
import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the concurrency of a listener, which it may inherit from its class and from
 * the application.
 */
class ListenerConcurrencyTests {

	@ParameterizedTest
	@CsvSource({ "SERIAL, Inheriting, inherit, false", "CONCURRENT, Inheriting, inherit, true",
			"CONCURRENT, Inheriting, serial, false", "SERIAL, Inheriting, concurrent, true",
			"SERIAL, ConcurrentClass, inherit, true", "SERIAL, ConcurrentClass, serial, false",
			"CONCURRENT, SerialClass, inherit, false", "CONCURRENT, SerialClass, concurrent, true" })
	void inheritsConcurrency(Concurrency application, String type, String event, boolean concurrent)
			throws ClassNotFoundException {
		ListenerOptions options = ListenerOptions.builder().concurrency(application).build();
		Class<?> listener = Class.forName(getClass().getName() + "$" + type);
		try (ListenerServer server = ListenerServer.start(options, Blocking.class, listener);
				TestClient client = server.connect()) {
			client.send("421[\"block\"]");
			client.send("422[\"" + event + "\"]");
			client.send("423[\"marker\"]");
			if (concurrent) {
				assertThat(client.receive()).isEqualTo("432[]");
			}
			assertThat(client.receive()).isEqualTo("433[]");
			server.bean(Blocking.class).latch.countDown();
			assertThat(client.receive()).isEqualTo("431[]");
			if (!concurrent) {
				assertThat(client.receive()).isEqualTo("432[]");
			}
		}
	}

	@Test
	void refusesApplicationDefaultWithoutParent() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ListenerOptions.builder().concurrency(Concurrency.INHERIT));
	}

	static class Blocking {

		final CountDownLatch latch = new CountDownLatch(1);

		@SocketEventListener(event = "block", concurrency = Concurrency.SERIAL)
		void block() throws InterruptedException {
			assertThat(this.latch.await(30, TimeUnit.SECONDS)).isTrue();
		}

		@SocketEventListener(event = "marker", concurrency = Concurrency.CONCURRENT, execution = Execution.EVENT_LOOP)
		void marker() {
		}

	}

	abstract static class Listeners {

		@SocketEventListener(event = "inherit", execution = Execution.EVENT_LOOP)
		void inherit() {
		}

		@SocketEventListener(event = "serial", concurrency = Concurrency.SERIAL, execution = Execution.EVENT_LOOP)
		void serial() {
		}

		@SocketEventListener(event = "concurrent", concurrency = Concurrency.CONCURRENT,
				execution = Execution.EVENT_LOOP)
		void concurrent() {
		}

	}

	static class Inheriting extends Listeners {

	}

	@SocketNamespace(concurrency = Concurrency.CONCURRENT)
	static class ConcurrentClass extends Listeners {

	}

	@SocketNamespace(concurrency = Concurrency.SERIAL)
	static class SerialClass extends Listeners {

	}

}
