package dev.socketio.web.webflux;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebOrigin}.
 */
class WebOriginTests {

	@ParameterizedTest
	@CsvSource({ "https://example.com, https://example.com", "wss://example.com, https://example.com",
			"WS://example.com, http://example.com", "HTTPS://EXAMPLE.com:443, https://example.com",
			"http://example.com:80/path?query, http://example.com", "http://example.com:443, http://example.com:443",
			"https://example.com:80, https://example.com:80", "https://example.com., https://example.com",
			"https://example.com.:8443, https://example.com:8443", "https://example.com:, https://example.com",
			"http://my_app:0080, http://my_app", "http://[0:0:0:0:0:0:0:1], http://[::1]",
			"http://[2001:DB8::1]:8080, http://[2001:db8::1]:8080", "http://[::ffff:192.0.2.1]:81, http://192.0.2.1:81",
			"capacitor://localhost, capacitor://localhost", "chrome-extension://ABC, chrome-extension://abc" })
	void hasOneForm(String url, String form) {
		assertThat(WebOrigin.parse(url)).isNotNull().hasToString(form).isEqualTo(WebOrigin.parse(form));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "example.com", "://example.com", "http://", "http:///path", "http://:80",
			"http://example.com:x", "http://example.com:+80", "http://example.com:65536", "http://example.com:-1",
			"http://user@example.com", "http://." })
	void isNothingElse(String url) {
		assertThat(WebOrigin.parse(url)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "https://example.com, http://example.com", "https://example.com, https://example.com:444",
			"https://example.com, https://example.org", "https://example.com, https://www.example.com",
			"http://[::1], http://[::2]", "capacitor://localhost, http://localhost" })
	void othersAreDifferent(String one, String other) {
		assertThat(WebOrigin.parse(one)).isNotNull().isNotEqualTo(WebOrigin.parse(other));
	}

}
