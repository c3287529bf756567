package dev.socketio.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps the parts of the guide and the README up to date that are copies: code, versions
 * and the table of properties. They are in the files, rather than included by the build,
 * so that the chapters can be read on the page of a repository.
 * <ul>
 * <li>The listing behind {@code // snippet: path/File.java[tag]}, or the same in an HTML
 * comment, is that region of a file. Paths are relative to the root of the
 * repository.</li>
 * <li>Attributes with names that end with {@code -version}, and the versions of our
 * modules in XML, are those of the build.</li>
 * <li>The chapter {@code configuration-properties.adoc} ends with the table of
 * properties.</li>
 * </ul>
 */
final class GuideSources {

	private static final String CHAPTERS = "docs/src/docs/asciidoc";

	private static final String APPENDIX = "configuration-properties.adoc";

	private static final Pattern SNIPPET = Pattern
		.compile("(?://|<!--) snippet: (?<file>\\S+\\.java)\\[(?<tags>[a-z;-]+)](?: -->)?");

	private static final Pattern FENCE = Pattern.compile("----|```.*");

	/** Markdown has no callouts. */
	private static final Pattern CALLOUT = Pattern.compile("\\s*// <\\d+>$");

	private static final Pattern VERSION = Pattern.compile(":(?<name>[a-z-]+-version): .*");

	private static final Pattern PROJECT_VERSION = Pattern
		.compile("(<artifactId>socketio-[a-z-]+</artifactId>\\s*<version>)[^<{]*(</version>)");

	private final Path root;

	private final Map<String, String> versions;

	private final String properties;

	/**
	 * Create an instance.
	 * @param root the root of the repository
	 * @param versions the version for each attribute
	 * @param properties the table of properties
	 */
	GuideSources(Path root, Map<String, String> versions, String properties) {
		this.root = root;
		this.versions = versions;
		this.properties = properties;
	}

	/**
	 * Entry point of the documentation build.
	 * @param args {@code check} or {@code update}, the root of the repository, and a
	 * {@code name=version} for each attribute
	 * @throws IOException if a file cannot be read or written
	 */
	public static void main(String[] args) throws IOException {
		Map<String, String> versions = new LinkedHashMap<>();
		for (String version : List.of(args).subList(2, args.length)) {
			versions.put(version.substring(0, version.indexOf('=')), version.substring(version.indexOf('=') + 1));
		}
		GuideSources sources = new GuideSources(Path.of(args[1]), versions, ConfigurationPropertiesAppendix.create());
		List<Path> changed = sources.update(args[0].equals("update"));
		if (args[0].equals("check") && !changed.isEmpty()) {
			throw new IllegalStateException("Copies of code, versions or properties are out of date in " + changed
					+ ". Update them with: mvn -q -pl docs -am prepare-package -DskipTests -Dguide=update");
		}
	}

	/** Returns the files that are out of date, or were. */
	List<Path> update(boolean write) throws IOException {
		List<Path> changed = new ArrayList<>();
		for (Path file : files()) {
			String before = Files.readString(file);
			String after = update(file, before);
			if (!after.equals(before)) {
				changed.add(this.root.relativize(file));
				if (write) {
					Files.writeString(file, after);
				}
			}
		}
		return changed;
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> chapters = Files.list(this.root.resolve(CHAPTERS))) {
			return Stream
				.concat(Stream.of(this.root.resolve("README.md")),
						chapters.filter((file) -> file.toString().endsWith(".adoc")).sorted())
				.toList();
		}
	}

	private String update(Path file, String text) throws IOException {
		List<String> lines = new ArrayList<>();
		List<String> old = text.lines().toList();
		for (int i = 0; i < old.size(); i++) {
			String line = withVersion(old.get(i));
			lines.add(line);
			Matcher snippet = SNIPPET.matcher(line);
			if (snippet.matches()) {
				i = copy(snippet, file, old, i + 1, lines);
			}
		}
		String updated = PROJECT_VERSION.matcher(String.join("\n", lines) + "\n")
			.replaceAll("$1" + this.versions.get("project-version") + "$2");
		return file.endsWith(APPENDIX) ? withProperties(updated) : updated;
	}

	private String withVersion(String line) {
		Matcher attribute = VERSION.matcher(line);
		if (!attribute.matches()) {
			return line;
		}
		String name = attribute.group("name");
		if (!this.versions.containsKey(name)) {
			throw new IllegalStateException("Unknown version '" + name + "'");
		}
		return ":" + name + ": " + this.versions.get(name);
	}

	/** Returns the index of the end of the listing. */
	private int copy(Matcher snippet, Path chapter, List<String> old, int start, List<String> lines)
			throws IOException {
		int first = fence(chapter, old, start);
		int last = fence(chapter, old, first + 1);
		lines.addAll(old.subList(start, first + 1));
		List<String> code = Snippet.read(this.root.resolve(snippet.group("file")),
				Set.of(snippet.group("tags").split(";")));
		code.forEach((line) -> lines.add(isMarkdown(chapter) ? CALLOUT.matcher(line).replaceAll("") : line));
		lines.add(old.get(last));
		return last;
	}

	private static boolean isMarkdown(Path chapter) {
		return chapter.toString().endsWith(".md");
	}

	private static int fence(Path chapter, List<String> lines, int start) {
		for (int i = start; i < lines.size(); i++) {
			if (FENCE.matcher(lines.get(i)).matches()) {
				return i;
			}
		}
		throw new IllegalStateException("A snippet in " + chapter + " has no listing");
	}

	private String withProperties(String text) {
		int table = text.indexOf("[cols=");
		return ((table >= 0) ? text.substring(0, table) : text) + this.properties;
	}

}
