package dev.socketio.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of features and tests name what exists.
 */
class ParityTableTests {

	private static final Pattern ROW = Pattern.compile("\\|([A-Z]{2})(\\d{2}) \\|(.+?) \\|(\\w+) \\|(.*?) ?\\|(.*)");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	/** How many features the Node.js server has in each group. */
	private static final Map<String, Integer> GROUPS = Map.ofEntries(Map.entry("LC", 11), Map.entry("EN", 25),
			Map.entry("PR", 9), Map.entry("NS", 17), Map.entry("EV", 11), Map.entry("AK", 7), Map.entry("RM", 13),
			Map.entry("UT", 7), Map.entry("DC", 6), Map.entry("RC", 5), Map.entry("AD", 14), Map.entry("CL", 10));

	private static final Pattern PROPERTY = Pattern.compile("socketio\\.[a-z0-9.-]+");

	/** Metrics have names like properties. */
	private static final String METRICS = "observability.adoc";

	private static final Set<String> STATES = Set.of("yes", "partly", "otherwise", "no");

	private static final SourceTree sources = new SourceTree();

	@Test
	void rowsAreCompleteAndInOrder() {
		Map<String, List<Integer>> groups = new LinkedHashMap<>();
		rows().forEach((row) -> groups.computeIfAbsent(row.group, (key) -> new ArrayList<>()).add(row.number));
		assertThat(groups.keySet()).containsExactlyInAnyOrderElementsOf(GROUPS.keySet());
		assertThat(groups).allSatisfy((group, numbers) -> {
			List<Integer> expected = Stream.iterate(1, (number) -> number + 1).limit(GROUPS.get(group)).toList();
			assertThat(numbers).as(group).isEqualTo(expected);
		});
		assertThat(SourceTree.parityTable().stream().filter((line) -> line.matches("\\|[A-Z]{2}\\d.*")))
			.as("every row has the form that this test reads")
			.hasSameSizeAs(rows().toList());
	}

	@ParameterizedTest
	@MethodSource("rows")
	void rowSaysWhatItMust(Row row) {
		assertThat(row.state).isIn(STATES);
		assertThat(row.remark).as("test or reason").hasSizeGreaterThan(3);
		if (row.state.equals("yes")) {
			assertThat(row.api).as("API").isNotEmpty();
			assertThat(row.tests()).as("tests").isNotEmpty();
		}
		else {
			String reason = CODE.matcher(row.remark).replaceAll("").replaceAll("[;, ]", "");
			assertThat(row.state.equals("otherwise") ? row.remark : reason).as("reason").isNotBlank();
		}
	}

	@ParameterizedTest
	@MethodSource("rows")
	void rowNamesWhatExists(Row row) throws IOException {
		for (String name : row.api) {
			assertThat(exists(name)).as(name).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("tablesOfTests")
	void testsExist(List<String> table) {
		List<String> tests = table.stream()
			.flatMap((line) -> code(line).stream())
			.filter((name) -> name.endsWith("Tests"))
			.toList();
		assertThat(tests).isNotEmpty().allSatisfy((name) -> assertThat(sources.hasTest(name)).as(name).isTrue());
	}

	static Stream<List<String>> tablesOfTests() {
		return Stream.of(SourceTree.parityTable(), SourceTree.chapter("conformance.adoc"));
	}

	@ParameterizedTest
	@MethodSource("chapters")
	void propertiesExist(String chapter) throws IOException {
		List<String> names = SourceTree.chapter(chapter)
			.stream()
			.flatMap((line) -> code(line).stream())
			.map((code) -> code.replaceFirst("=.*", ""))
			.filter((name) -> PROPERTY.matcher(name).matches() && !metrics().contains(name))
			.toList();
		assertThat(properties()).containsAll(names);
	}

	/** Those that the tables of the chapter have in their first column. */
	private static Set<String> metrics() {
		return SourceTree.chapter(METRICS)
			.stream()
			.filter((line) -> line.startsWith("|`socketio."))
			.flatMap((line) -> code(line).stream())
			.collect(Collectors.toSet());
	}

	static Stream<String> chapters() {
		return SourceTree.chapters().stream().filter((chapter) -> !chapter.equals(METRICS));
	}

	private static boolean exists(String name) throws IOException {
		if (name.startsWith("server.")) {
			return true;
		}
		if (name.startsWith("socketio.")) {
			return properties().contains(name);
		}
		if (name.equals("dev.socketio")) {
			return true;
		}
		String[] parts = name.replace("@", "").split("#");
		if (parts.length == 1 && sources.mainType(parts[0]) != null) {
			// The guide does not depend on all modules
			return true;
		}
		Class<?> type = type(parts[0]);
		return type != null && (parts.length == 1 || hasMethod(type, parts[1]));
	}

	private static boolean hasMethod(Class<?> type, String method) {
		return Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods()))
			.anyMatch((candidate) -> candidate.getName().equals(method));
	}

	private static @Nullable Class<?> type(String name) {
		String qualified = name.contains(".") ? name : sources.mainType(name);
		try {
			return (qualified != null) ? ClassUtils.forName(qualified, ParityTableTests.class.getClassLoader()) : null;
		}
		catch (ClassNotFoundException ex) {
			return null;
		}
	}

	private static Set<String> properties() throws IOException {
		Set<String> names = new HashSet<>();
		for (URL url : Collections.list(
				ParityTableTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream metadata = url.openStream()) {
				JsonMapper.shared()
					.readTree(metadata)
					.path("properties")
					.forEach((property) -> names.add(property.path("name").asString()));
			}
		}
		return names;
	}

	static Stream<Row> rows() {
		return SourceTree.parityTable().stream().map(ROW::matcher).filter(Matcher::matches).map(Row::of);
	}

	private static List<String> code(String text) {
		return CODE.matcher(text).results().map((result) -> result.group(1)).toList();
	}

	private record Row(String group, int number, String state, List<String> api, String remark) {

		static Row of(MatchResult line) {
			return new Row(line.group(1), Integer.parseInt(line.group(2)), line.group(4), code(line.group(5)),
					line.group(6));
		}

		List<String> tests() {
			return code(this.remark).stream().filter((name) -> name.endsWith("Tests")).toList();
		}

		@Override
		public String toString() {
			return this.group + this.number;
		}

	}

}
