package dev.socketio.web.webflux;

import java.net.InetSocketAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IpAddress}.
 */
class IpAddressTests {

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, 203.0.113.7", "203.0.113.7:4711, 203.0.113.7", "[203.0.113.7:4711], 203.0.113.7",
			"[203.0.113.7], 203.0.113.7", "::ffff:203.0.113.7, 203.0.113.7", "::FFFF:CB00:7107, 203.0.113.7",
			"[::ffff:203.0.113.7]:4711, 203.0.113.7", "0:0:0:0:0:0:0:1, ::1", "[::1], ::1", "[::1]:80, ::1",
			"2001:0DB8::0001, 2001:db8::1", "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "fe80::1%eth0, fe80::1",
			"[fe80::1%2], fe80::1", "unknown, unknown", "_hidden, _hidden", "'', ''", "[, [", "a:b:c, a:b:c",
			"example.com:80, example.com:80", "256.0.0.1, 256.0.0.1" })
	void hasOneForm(String text, String form) {
		assertThat(IpAddress.of(text)).isEqualTo(form);
		assertThat(IpAddress.of(InetSocketAddress.createUnresolved(text, 1))).isEqualTo(form);
		assertThat(IpAddress.of(form)).isEqualTo(form);
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "::1, ::1", "2001:DB8::1, 2001:db8::1", "::ffff:127.0.0.1, 127.0.0.1" })
	void addressesOfPeersHaveTheSameForm(String text, String form) {
		assertThat(IpAddress.of(new InetSocketAddress(text, 1))).isEqualTo(form);
	}

}
