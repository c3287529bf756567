package dev.socketio.web.webflux;

import java.io.IOException;
import java.util.Locale;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.EngineServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that ask for sub-protocols get the first one, as from Node.js.
 */
class SubProtocolTests {

	private static final String HEADER = "sec-websocket-protocol: ";

	private final TestEndpoint endpoint = new TestEndpoint(new EngineServer(
			EngineOptions.builder().perMessageDeflateThreshold(0).build(), TestEndpoint::ignoreMessages));

	@AfterEach
	void stop() {
		this.endpoint.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "chat | chat", "chat, v2 | chat", "v2,chat | v2", "chat ,\tv2 | chat", "Chat | Chat",
					"!#$%&'*+.^_`~-9, * | !#$%&'*+.^_`~-9", "*, chat | *",
					"v1.token-eyJhbGciOi | v1.token-eyJhbGciOi" })
	void theFirstIsSelected(String requested, String selected) throws IOException {
		try (RawConnection client = new RawConnection(this.endpoint.port())) {
			client.requestWebSocket("Sec-WebSocket-Protocol: " + requested);
			assertThat(client.head().toLowerCase(Locale.ROOT)).startsWith("http/1.1 101 ")
				.containsOnlyOnce(HEADER)
				.contains(HEADER + selected.toLowerCase(Locale.ROOT) + "\r\n");
			assertThat(client.frame()).startsWith("0{");
		}
	}

	@Test
	void theFirstOfSeveralHeadersIsSelected() throws IOException {
		try (RawConnection client = new RawConnection(this.endpoint.port())) {
			client.requestWebSocket("Sec-WebSocket-Protocol: a, b", "Sec-WebSocket-Protocol: c");
			assertThat(client.head().toLowerCase(Locale.ROOT)).containsOnlyOnce(HEADER).contains(HEADER + "a\r\n");
			assertThat(client.frame()).startsWith("0{");
		}
	}

	@Test
	void noneIsSelectedWithoutRequest() throws IOException {
		try (RawConnection client = new RawConnection(this.endpoint.port())) {
			client.requestWebSocket();
			assertThat(client.head().toLowerCase(Locale.ROOT)).startsWith("http/1.1 101 ").doesNotContain(HEADER);
			assertThat(client.frame()).startsWith("0{");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ",", "a,", ",a", "a,,b", "a b", "a, a", "a/b", "\u00e9", "a;q=1", "\"a\"" })
	void whatIsNoListIsRefused(String requested) throws IOException {
		try (RawConnection client = new RawConnection(this.endpoint.port())) {
			client.requestWebSocket("Sec-WebSocket-Protocol: " + requested);
			String head = client.head();
			assertThat(head).startsWith("HTTP/1.1 400 ");
			assertThat(client.body(head)).isEqualTo("Invalid Sec-WebSocket-Protocol header");
		}
	}

}
