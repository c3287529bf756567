package dev.socketio.web.webflux;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Expected values are those of {@code new URLSearchParams(query)}.
 */
class QueryStringTests {

	@ParameterizedTest
	@CsvSource({ "a=1, 1", "a=, ''", "a, ''", "b=1&a=2, 2", "a=1&a=2, 2", "a=1&a, ''", "&&a=1&&, 1", "a=b=c, b=c",
			"a==, =", "a=x+y, x y", "a=%2B, +", "a=%20, ' '", "%61=1, 1", "a=%C3%A9, é", "a=%c3%a9, é", "a=é, é",
			"a=%E2%82%AC, €", "a=%, %", "a=%4, %4", "a=%zz, %zz", "a=%4g1, %4g1", "a=%%34, %4", "a=%FF, \ufffd",
			"a=%C3, \ufffd", "a=%F0%9F%98%80, \ud83d\ude00", "a=%26%3D, &=", "a=/?:@, /?:@" })
	void decodes(String query, String value) {
		assertThat(QueryString.parse(query)).containsEntry("a", value);
	}

	@Test
	void nothingIsEmpty() {
		assertThat(QueryString.parse(null)).isEmpty();
		assertThat(QueryString.parse("")).isEmpty();
		assertThat(QueryString.parse("&")).isEmpty();
		assertThat(QueryString.parse("=1")).containsEntry("", "1");
	}

	@Test
	void nulByteIsNoEnd() {
		assertThat(QueryString.parse("a=x%00y")).containsEntry("a", "x\u0000y");
	}

}
