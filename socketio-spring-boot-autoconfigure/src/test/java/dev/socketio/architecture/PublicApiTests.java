package dev.socketio.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The API of every published module is the one in {@code src/api}, so that it changes on
 * purpose only. With the system property {@value #UPDATE} the tests write these files.
 */
class PublicApiTests {

	private static final String UPDATE = "api.update";

	private static final Path FILES = Path.of("..", "src", "api");

	/** A class in the output folder or in the archive of a module. */
	private static final Pattern LOCATION = Pattern
		.compile(".*/(socketio-[a-z-]+)/(?:target/classes|target/[^/]+!|[0-9][^/]*/[^/]+!)/(dev/socketio/.+)\\.class");

	private static final TreeMap<String, List<Class<?>>> MODULES = modules();

	@ParameterizedTest
	@ValueSource(strings = { "socketio-core", "socketio-adapter-redis", "socketio-adapter-mongo", "socketio-spring",
			"socketio-spring-boot-autoconfigure" })
	void apiChangesOnPurposeOnly(String module) throws IOException {
		List<String> api = ApiListing.of(MODULES.getOrDefault(module, List.of()));
		assertThat(api).isNotEmpty();
		Path file = FILES.resolve(module + ".txt");
		if (System.getProperty(UPDATE) != null) {
			Files.createDirectories(FILES);
			Files.write(file, api);
		}
		assertThat(differences(Files.readAllLines(file), api))
			.as("API of %s; CONTRIBUTING says how to update %s if the change is meant", module, file.getFileName())
			.isEmpty();
	}

	private static List<String> differences(List<String> expected, List<String> actual) {
		List<String> differences = new ArrayList<>();
		expected.stream().filter((line) -> !actual.contains(line)).map("- "::concat).forEach(differences::add);
		actual.stream().filter((line) -> !expected.contains(line)).map("+ "::concat).forEach(differences::add);
		return differences;
	}

	/** Without what says of itself that it is internal. */
	private static TreeMap<String, List<Class<?>>> modules() {
		TreeMap<String, List<Class<?>>> modules = new TreeMap<>();
		try {
			for (Resource resource : new PathMatchingResourcePatternResolver()
				.getResources("classpath*:dev/socketio/**/*.class")) {
				Matcher location = LOCATION.matcher(resource.getURL().toString());
				if (location.matches() && !location.group(2).contains("/internal/")) {
					String name = location.group(2).replace('/', '.');
					if (!name.endsWith("package-info")) {
						modules.computeIfAbsent(location.group(1), (module) -> new ArrayList<>())
							.add(Class.forName(name, false, PublicApiTests.class.getClassLoader()));
					}
				}
			}
		}
		catch (IOException | ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
		return modules;
	}

}
