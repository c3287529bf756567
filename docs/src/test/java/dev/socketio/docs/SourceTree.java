package dev.socketio.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The Java files of all modules.
 */
final class SourceTree {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Path DOCS = ROOT.resolve("docs/src/docs");

	private static final Path CHAPTERS = DOCS.resolve("asciidoc");

	private final Map<String, String> mainTypes = new HashMap<>();

	private final Map<String, String> testTypes = new HashMap<>();

	SourceTree() {
		try (Stream<Path> modules = Files.list(ROOT)) {
			modules.filter((module) -> Files.exists(module.resolve("pom.xml"))).forEach((module) -> {
				read(module.resolve("src/main/java"), this.mainTypes);
				read(module.resolve("src/test/java"), this.testTypes);
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The qualified name of a type that is no test, by its simple name. */
	@Nullable String mainType(String simpleName) {
		return this.mainTypes.get(simpleName);
	}

	boolean hasTest(String simpleName) {
		return this.testTypes.containsKey(simpleName);
	}

	/** The names of the files of the guide. */
	static List<String> chapters() {
		try (Stream<Path> files = Files.list(CHAPTERS)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".adoc"))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<String> chapter(String name) {
		return lines(CHAPTERS.resolve(name));
	}

	/** The table of features, which is documentation for contributors. */
	static List<String> parityTable() {
		return lines(DOCS.resolve("contributing/parity.adoc"));
	}

	static Path root() {
		return ROOT;
	}

	static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void read(Path sources, Map<String, String> types) {
		if (!Files.isDirectory(sources)) {
			return;
		}
		try (Stream<Path> files = Files.walk(sources)) {
			files.map((file) -> sources.relativize(file).toString())
				.filter((file) -> file.endsWith(".java"))
				.map((file) -> file.substring(0, file.length() - ".java".length()).replace('/', '.').replace('\\', '.'))
				.forEach((name) -> types.put(name.substring(name.lastIndexOf('.') + 1), name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
