package dev.socketio.interop.socketio;

import java.time.Duration;

import dev.socketio.interop.client.Mount;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time a connection has to join a first namespace.
 */
class ConnectTimeoutTests {

	private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(3000);

	private static final Duration TOLERANCE = Duration.ofMillis(100);

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest
	@EnumSource
	void connectionThatJoinsNothingIsClosed(Transport transport) {
		long start = System.nanoTime();
		try (Client client = server.open(transport, Mount.SOCKET_IO_PATIENT)) {
			client.expectClosedWithoutAnswer();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(CONNECT_TIMEOUT.minus(TOLERANCE));
	}

	@ParameterizedTest
	@EnumSource
	void refusalDoesNotStopTheTimer(Transport transport) {
		try (Client client = server.open(transport, Mount.SOCKET_IO_PATIENT)) {
			for (int i = 0; i < 3; i++) {
				client.send("0/unknown");
				client.expectInvalidNamespace("/unknown");
			}
			client.expectClosedWithoutAnswer();
		}
	}

	@ParameterizedTest
	@EnumSource
	void successStopsTheTimerForever(Transport transport) {
		try (Client client = server.open(transport, Mount.SOCKET_IO_PATIENT)) {
			client.join("/");
			client.send("1");
			// Eleven pings, at least 300 ms apart, are later than the timeout
			Awaitility.await().atMost(RawConnection.TIMEOUT).until(() -> client.connection().pingCount() >= 11);
			client.join("/");
			client.roundTrip();
		}
	}

}
