package dev.socketio.docs;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What concerns an endpoint as a whole. One application at a time: they share the event
 * loops of Reactor Netty.
 */
class EndpointSnippetTests {

	@Test
	void handshakesAreFiltered() {
		try (SnippetServer handshakes = new SnippetServer(SnippetServer.Handshakes.class)) {
			PollingClient stranger = new PollingClient(handshakes.port(), "/socket.io/");
			assertThat(stranger.get().statusCode()).isEqualTo(403);
			assertThat(stranger.get().body()).isEqualTo("{\"code\":4,\"message\":\"API key missing\"}");
			PollingClient friend = new PollingClient(handshakes.port(), "/socket.io/", "X-Api-Key", "secret");
			assertThat(friend.get().headers().firstValue("X-Node")).contains("a7");
		}
	}

	@Test
	void severalEndpointsLiveInOneApplication() {
		try (SnippetServer others = new SnippetServer(SnippetServer.Others.class)) {
			PollingClient device = new PollingClient(others.port(), "/devices/");
			device.open();
			device.ask("40");
			assertThat(device.ask("421[\"measure\",21.5]")).isEqualTo("431[\"noted\"]");
			PollingClient foreign = new PollingClient(others.port(), "/devices/", "Origin", "https://evil.example");
			assertThat(foreign.get().statusCode()).isEqualTo(403);
		}
	}

	@Test
	void connectionsAndSocketsAreCounted() {
		try (SnippetServer others = new SnippetServer(SnippetServer.Others.class)) {
			PollingClient.connect(others.port(), "40");
			new PollingClient(others.port(), "/socket.io/").open();
			MeterRegistry registry = others.context().getBean(MeterRegistry.class);
			assertThat(registry.get("socketio.connections").tag("transport", "polling").gauge().value()).isEqualTo(2);
			assertThat(registry.get("socketio.sockets").gauge().value()).isEqualTo(1);
			assertThat(registry.get("socketio.connections.overflowed").functionCounter().count()).isZero();
			assertThat(registry.find("http.server.requests").timers()).isEmpty();
		}
	}

}
