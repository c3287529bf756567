package dev.socketio.testsupport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReservedPortsTests {

	@Test
	void staysBoundUntilReleased() throws IOException {
		try (ReservedPorts ports = ReservedPorts.reserve(2)) {
			int port = ports.release(0);
			assertThatExceptionOfType(BindException.class).isThrownBy(() -> listen(ports.port(1)));
			listen(port).close();
		}
	}

	@Test
	void isNoPortOfOutgoingConnections() {
		try (ReservedPorts ports = ReservedPorts.reserve(100)) {
			Set<Integer> numbers = new HashSet<>();
			for (int i = 0; i < 100; i++) {
				numbers.add(ports.port(i));
			}
			assertThat(numbers).hasSize(100).allSatisfy((port) -> assertThat(port).isBetween(10_000, 32_767));
		}
	}

	private static ServerSocket listen(int port) throws IOException {
		return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
	}

}
