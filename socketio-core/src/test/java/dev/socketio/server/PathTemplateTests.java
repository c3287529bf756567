package dev.socketio.server;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Names of dynamic namespaces.
 */
class PathTemplateTests {

	private static final Arguments NO_AUTH = new JsonPacketCodec(JsonMapper.shared()).arguments(List.of());

	private static @Nullable Map<String, String> match(NamespaceMatcher matcher, String name) {
		return matcher.match(name, NO_AUTH).block();
	}

	@ParameterizedTest
	@CsvSource({ "/a-{id}, /a-1, id=1", "a-{id}, /a-1, id=1", "/a-{id}, /a-x/y, -", "/a-{id}, /a-, -",
			"/a-{id}, /A-1, -", "/{x}/{y_2}, /1/2, 'x=1, y_2=2'", "/{x}-{y}-z, /a-b-c-z, 'x=a-b, y=c'",
			"/a-*, /a-1, ''", "/a-*, /a-, ''", "/a-*, /a-1/2, -", "/a/**, /a/1/2, ''", "/a/**, /b, -", "/a.b, /a.b, ''",
			"/a.b, /axb, -", "/*/b, /x/b, ''", "/*/b, /b, -" })
	void namesMatchAsAWhole(String template, String name, String expected) {
		Map<String, String> variables = match(NamespaceMatcher.path(template), name);
		if (expected.equals("-")) {
			assertThat(variables).isNull();
		}
		else {
			assertThat(variables).isNotNull().hasToString("{" + expected + "}");
		}
	}

	/** Line breaks are part of a name. */
	@Test
	void aNameMayHaveLines() {
		assertThat(match(NamespaceMatcher.path("/a/**"), "/a/b\nc")).isEmpty();
		assertThat(match(NamespaceMatcher.path("/{id}"), "/b\nc")).isEqualTo(Map.of("id", "b\nc"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/{", "/}", "/{}", "/{1}", "/{a b}", "/{a}}", "/{{a}", "/a-{id}/{", "/{id}-}", "/{id}{" })
	void malformedVariablesAreRefused(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> NamespaceMatcher.path(template))
			.withMessage("Malformed variable in namespace template '" + template + "'");
	}

	@Test
	void matchersAreEqualByWhatTheyMatch() {
		assertThat(NamespaceMatcher.path("/a-{id}")).isEqualTo(NamespaceMatcher.path("a-{id}"))
			.hasSameHashCodeAs(NamespaceMatcher.path("a-{id}"))
			.isNotEqualTo(NamespaceMatcher.path("/a-{no}"))
			.isNotEqualTo(NamespaceMatcher.regex(Pattern.compile("/a-{id}", Pattern.LITERAL)));
		NamespaceMatcher regex = NamespaceMatcher.regex(Pattern.compile("a"));
		assertThat(regex).isEqualTo(NamespaceMatcher.regex(Pattern.compile("a")))
			.hasSameHashCodeAs(NamespaceMatcher.regex(Pattern.compile("a")))
			.isNotEqualTo(NamespaceMatcher.regex(Pattern.compile("b")))
			.isNotEqualTo(NamespaceMatcher.regex(Pattern.compile("a", Pattern.DOTALL)))
			.isNotEqualTo(NamespaceMatcher.path("a"));
		assertThat(List.of("/a", "/b").stream().map(NamespaceMatcher::path).map(Object::hashCode))
			.doesNotHaveDuplicates();
		assertThat(match(regex, "/xay")).isEmpty();
		assertThat(match(regex, "/b")).isNull();
	}

}
