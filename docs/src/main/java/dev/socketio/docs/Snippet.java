package dev.socketio.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads regions of Java files that are marked with {@code tag::name[]} and
 * {@code end::name[]} comments.
 */
final class Snippet {

	private static final Pattern MARK = Pattern.compile("\\s*// (tag|end)::([a-z-]+)\\[]\\s*");

	private static final String INDENTATION = "    ";

	private Snippet() {
	}

	/**
	 * Read regions in the order of the file, without the indentation that they have in
	 * common, and with spaces instead of tabs.
	 */
	static List<String> read(Path file, Set<String> tags) throws IOException {
		List<String> lines = new ArrayList<>();
		List<String> open = new ArrayList<>();
		for (String line : Files.readAllLines(file)) {
			Matcher mark = MARK.matcher(line);
			if (!mark.matches()) {
				if (!open.isEmpty()) {
					lines.add(line);
				}
			}
			else if (tags.contains(mark.group(2))) {
				if (mark.group(1).equals("tag")) {
					separate(lines);
					open.add(mark.group(2));
				}
				else {
					open.remove(mark.group(2));
				}
			}
		}
		if (lines.isEmpty()) {
			throw new IllegalStateException("No region " + tags + " in " + file);
		}
		return unindent(lines);
	}

	private static void separate(List<String> regions) {
		if (!regions.isEmpty() && !regions.get(regions.size() - 1).isBlank()) {
			regions.add("");
		}
	}

	private static List<String> unindent(List<String> lines) {
		int common = lines.stream()
			.filter((line) -> !line.isBlank())
			.mapToInt(Snippet::indentation)
			.min()
			.orElseThrow();
		return lines.stream().map((line) -> line.isBlank() ? "" : withSpaces(line.substring(common))).toList();
	}

	private static String withSpaces(String line) {
		int tabs = indentation(line);
		return INDENTATION.repeat(tabs) + line.substring(tabs);
	}

	private static int indentation(String line) {
		int tabs = 0;
		while (line.charAt(tabs) == '\t') {
			tabs++;
		}
		return tabs;
	}

}
