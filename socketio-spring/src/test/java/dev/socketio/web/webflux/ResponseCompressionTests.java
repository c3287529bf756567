package dev.socketio.web.webflux;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResponseCompression}, with the choices of Node.js.
 */
class ResponseCompressionTests {

	private static final int THRESHOLD = 100;

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "gzip | gzip", "deflate | deflate", "gzip, deflate | gzip", "deflate, gzip | deflate",
					"deflate, gzip, br | deflate", "GZIP | gzip", "Gzip;q=1.0, DEFLATE;q=0.5 | gzip",
					"gzip;q=0.5, deflate;q=1 | deflate", "gzip; q=0.2 , deflate ; q = 0.3 | deflate", "* | gzip",
					"*, deflate | deflate", "*;q=0.5, deflate;q=0.1 | gzip", "gzip;q=0, * | deflate",
					"gzip;q=0, deflate | deflate", "br, *;q=0.1 | gzip", "gzip;q=0.001 | gzip", "gzip;x=1;q=0.5 | gzip",
					"identity, gzip;q=0.1 | gzip", "gzip;q=0 | none", "gzip;q=0.0, deflate;q=0 | none", "*;q=0 | none",
					"identity | none", "br | none", "'' | none", "gzip;q=x | none", "gzip;q=NaN | none",
					"gzip;q= | none", "xgzip, gzipx | none", "; | none", ";;,;q=1 | none", ",, | none",
					";q=1, gzip | gzip", "gzip;q=-1 | none" })
	void encodingIsTheOneThatTheClientWantsMost(String accepted, @Nullable String encoding) throws IOException {
		assertEncoding(encoding, accepted);
	}

	@Test
	void headersAreTakenTogether() throws IOException {
		assertEncoding("gzip", "br", "gzip");
		assertEncoding("deflate", "gzip;q=0.5", "deflate");
	}

	@Test
	void responsesAreCompressedFromTheThresholdOn() {
		for (int size : new int[] { 0, 1, THRESHOLD - 1, THRESHOLD, THRESHOLD + 1 }) {
			assertThat(isCompressed(THRESHOLD, size)).as("%d bytes", size).isEqualTo(size >= THRESHOLD);
			assertThat(isCompressed(0, size)).as("%d bytes without threshold", size).isTrue();
			assertThat(isCompressed(-1, size)).as("%d bytes with compression off", size).isFalse();
		}
	}

	private static boolean isCompressed(int threshold, int size) {
		MockServerWebExchange exchange = exchange("gzip");
		byte[] body = new byte[size];
		boolean changed = new ResponseCompression(threshold).apply(exchange, body) != body;
		assertThat(exchange.getResponse().getHeaders().containsHeader(HttpHeaders.CONTENT_ENCODING)).isEqualTo(changed);
		return changed;
	}

	private static void assertEncoding(@Nullable String encoding, String... accepted) throws IOException {
		MockServerWebExchange exchange = exchange(accepted);
		byte[] body = "x".repeat(THRESHOLD).getBytes(StandardCharsets.US_ASCII);
		byte[] sent = new ResponseCompression(THRESHOLD).apply(exchange, body);
		assertThat(exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING)).isEqualTo(encoding);
		assertThat(decode(sent, encoding)).isEqualTo(body);
	}

	private static byte[] decode(byte[] sent, @Nullable String encoding) throws IOException {
		InputStream in = new ByteArrayInputStream(sent);
		if (encoding == null) {
			return sent;
		}
		return (encoding.equals("gzip") ? new GZIPInputStream(in) : new InflaterInputStream(in)).readAllBytes();
	}

	private static MockServerWebExchange exchange(String... accepted) {
		return MockServerWebExchange.from(MockServerHttpRequest.get("/").header(HttpHeaders.ACCEPT_ENCODING, accepted));
	}

}
