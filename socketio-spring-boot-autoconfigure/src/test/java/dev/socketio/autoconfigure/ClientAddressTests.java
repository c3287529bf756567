package dev.socketio.autoconfigure;

import java.util.List;
import java.util.Map;

import dev.socketio.server.SocketIOServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However a proxy or the network writes an address, clients are shown and counted with
 * one form of it.
 */
class ClientAddressTests {

	private static final Map<String, List<String>> FORWARDED = Map.of("203.0.113.7",
			List.of("X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: 203.0.113.7:4711",
					"X-Forwarded-For: 203.0.113.7, 10.0.0.1", "X-Forwarded-For: [::ffff:203.0.113.7]",
					"X-Forwarded-For: ::ffff:203.0.113.7", "X-Forwarded-For: [::FFFF:CB00:7107]",
					"Forwarded: for=203.0.113.7", "Forwarded: for=\"203.0.113.7:4711\"",
					"Forwarded: for=\"[::FFFF:203.0.113.7]:4711\""),
			"2001:db8::1",
			List.of("X-Forwarded-For: [2001:db8::1]", "X-Forwarded-For: 2001:db8::1",
					"X-Forwarded-For: [2001:DB8:0:0:0:0:0:1]", "X-Forwarded-For: [2001:0db8::0001]:4711",
					"Forwarded: for=\"[2001:db8::1]\"", "Forwarded: for=\"[2001:DB8::0:1]:4711\""));

	@ParameterizedTest
	@CsvSource({ "native, polling", "native, websocket", "framework, polling", "framework, websocket" })
	void clientsBehindAProxyAreCountedByTheirAddress(String strategy, String transport) {
		try (ConfigurableApplicationContext context = start(strategy)) {
			FORWARDED.forEach((address, lines) -> {
				// this one stays
				assertThat(RawRequest.handshake("polling").header(lines.get(0)).status(TestApplication.port(context)))
					.as(address)
					.isEqualTo(200);
				for (String line : lines) {
					assertThat(isServed(context, RawRequest.handshake(transport).header(line))).as(line).isFalse();
					assertThat(context.getBean(SeenHandshakes.class).last().address()).as(line).isEqualTo(address);
				}
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "::1, ::1" })
	void peersAreShownInTheShortForm(String target, String address) {
		try (ConfigurableApplicationContext context = start("none")) {
			RawRequest.handshake("polling").send(target, TestApplication.port(context));
			assertThat(context.getBean(SeenHandshakes.class).last().address()).isEqualTo(address);
		}
	}

	/** A WebSocket beyond the limit is opened and closed at once. */
	private static boolean isServed(ConfigurableApplicationContext context, RawRequest request) {
		int before = context.getBean(SocketIOServer.class).engine().clientsCount();
		int status = request.status(TestApplication.port(context));
		assertThat(status).isIn(200, 101, 503);
		return status == 200 || context.getBean(SocketIOServer.class).engine().clientsCount() > before;
	}

	private static ConfigurableApplicationContext start(String strategy) {
		return TestApplication.start(SeenHandshakes.class, "--server.forward-headers-strategy=" + strategy,
				"--socketio.limits.max-sessions-per-address=1");
	}

}
