package dev.socketio.web.webflux;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExtensionOffers}, with the verdicts of Node.js.
 */
class ExtensionOffersTests {

	@ParameterizedTest
	@ValueSource(strings = { "permessage-deflate", "permessage-deflate; client_max_window_bits",
			"permessage-deflate;client_max_window_bits=15 ; server_no_context_takeover",
			"permessage-deflate; server_max_window_bits=\"10\", permessage-deflate",
			"x-webkit-deflate-frame, foo;a;b=c" })
	void listsOfExtensionsAreValid(String header) {
		assertThat(ExtensionOffers.areValid(List.of(header))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ";", ",", ";;,;", "a;", "a,", ",a", "a;;b", "a b", "a;b=", "a;=b", "a;b=\"",
			"a;b=\"\"", "a;b=\"c", "a;b=c d", "a;b =c", "a;b= c", "a=b", "\u00e9", "a;b=\"c,d\"",
			"permessage-deflate; client_no_context_takeover=1", "permessage-deflate; server_no_context_takeover =1" })
	void everythingElseIsNot(String header) {
		assertThat(ExtensionOffers.areValid(List.of(header))).isFalse();
		assertThat(ExtensionOffers.areValid(List.of("a", header))).isFalse();
	}

	@Test
	void noneIsValid() {
		assertThat(ExtensionOffers.areValid(List.of())).isTrue();
	}

	@Test
	void longListsAreRead() {
		assertThat(ExtensionOffers.areValid(List.of("a;b=c,".repeat(100_000) + "a"))).isTrue();
		assertThat(SubProtocols.areValid(List.of("a".repeat(1_000_000)))).isTrue();
	}

}
