package dev.socketio.autoconfigure;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No header of a client makes a request fail, which would also write a stack trace into
 * the log each time.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileHeaderTests {

	private static final List<String> HEADERS = List.of("Accept-Encoding", "Origin", "Access-Control-Request-Method",
			"Access-Control-Request-Headers", "Connection", "Upgrade", "Sec-WebSocket-Protocol",
			"Sec-WebSocket-Extensions", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Content-Type", "Content-Length",
			"Cookie", "User-Agent", "Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host",
			"X-Forwarded-Port", "X-Forwarded-Prefix", "Forwarded");

	private static final List<String> VALUES = List.of("", ";", ",", ";;,;", "\"", "=", ";q=", ":", "a:b", "[", "[]",
			"[:", "]:", "%", "%zz", "\u00e9", "-1", "99999999999", "://", "http://", "http://[", "http://a:b",
			"for=;host=:", "for=\"[\";proto=;host=[", "x".repeat(3000));

	private static final List<String> PROTOCOLS = VALUES.stream().map((value) -> value.replace(':', '.')).toList();

	@ParameterizedTest
	@ValueSource(strings = { "none", "native", "framework" })
	void requestsDoNotFail(String strategy, CapturedOutput output) {
		List<String> failed = new ArrayList<>();
		int answered = 0;
		try (ConfigurableApplicationContext context = TestApplication.start(SeenHandshakes.class,
				"--server.forward-headers-strategy=" + strategy, "--socketio.per-message-deflate.enabled=true",
				"--socketio.http-compression.threshold=0B", "--socketio.cors.allowed-origins=https://example.org")) {
			int port = TestApplication.port(context);
			for (String header : HEADERS) {
				// Spring takes what is in front of a colon for the scheme of a URI
				// without path
				for (String value : header.equals("X-Forwarded-Proto") ? PROTOCOLS : VALUES) {
					for (String transport : List.of("polling", "websocket")) {
						for (String method : header.startsWith("Access") ? List.of("OPTIONS", "GET") : List.of("GET")) {
							String line = header + ": " + value;
							RawRequest request = RawRequest.handshake(transport)
								.method(method)
								.header(line)
								.header("Origin: https://example.org")
								.header("Access-Control-Request-Method: GET");
							try {
								answered++;
								if (request.send(port).startsWith("HTTP/1.1 5")) {
									failed.add(method + " " + transport + " " + line);
								}
							}
							catch (UncheckedIOException ex) {
								failed.add(method + " " + transport + " " + line + ": " + ex.getMessage());
							}
						}
					}
				}
			}
		}
		assertThat(failed).isEmpty();
		assertThat(answered).isEqualTo(2 * VALUES.size() * (HEADERS.size() + 2));
		// malformed HTTP is refused, and logged, by the web server
		assertThat(output.getAll()
			.lines()
			.filter((line) -> line.contains(" ERROR ") || line.contains(" WARN "))
			.filter((line) -> !line.contains("Decoding failed"))).isEmpty();
	}

}
