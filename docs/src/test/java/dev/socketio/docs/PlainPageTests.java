package dev.socketio.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of the documentation can be read where they are, on the page of a repository:
 * it shows each file by itself, without the attributes of the build and without includes.
 */
class PlainPageTests {

	private static final String INDEX = "index.adoc";

	private static final Path CHAPTERS = SourceTree.root().resolve("docs/src/docs/asciidoc");

	private static final Pattern REFERENCE = Pattern.compile("xref:([^#\\[\\s]+)#([^\\[\\s]+)\\[([^]]*)]");

	private static final Pattern OWN_REFERENCE = Pattern.compile("<<([a-z0-9.-]+)(?:,[^>]*)?>>");

	private static final Pattern ATTRIBUTE = Pattern.compile("\\{([a-z]+(?:-[a-z]+)+)}");

	private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)(?:#[^)]*)?\\)");

	static Stream<Path> pages() {
		return Stream.concat(
				SourceTree.chapters().stream().filter((name) -> !name.equals(INDEX)).map(CHAPTERS::resolve),
				Stream.of(SourceTree.root().resolve("docs/src/docs/contributing/parity.adoc")));
	}

	static Stream<Path> markdown() {
		return Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(SourceTree.root()::resolve);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void doesNotDependOnTheBuild(Path page) {
		List<String> lines = SourceTree.lines(page);
		assertThat(lines).noneMatch((line) -> line.contains("include::"));
		assertThat(matches(ATTRIBUTE, lines)).allSatisfy(
				(attribute) -> assertThat(lines).anyMatch((line) -> line.startsWith(":" + attribute.group(1) + ": ")));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void refersToAnchorsThatExist(Path page) {
		List<String> lines = SourceTree.lines(page);
		assertThat(matches(OWN_REFERENCE, lines))
			.allSatisfy((reference) -> assertThat(lines).contains("[[" + reference.group(1) + "]]"));
		assertThat(matches(REFERENCE, lines)).allSatisfy((reference) -> {
			assertThat(reference.group(3)).as("text of %s", reference.group()).isNotBlank();
			assertThat(SourceTree.lines(page.resolveSibling(reference.group(1)).normalize()))
				.contains("[[" + reference.group(2) + "]]");
		});
	}

	@ParameterizedTest
	@MethodSource("markdown")
	void linksToFilesThatExist(Path page) {
		assertThat(matches(LINK, SourceTree.lines(page))).isNotEmpty()
			.allSatisfy(
					(link) -> assertThat(Files.exists(page.resolveSibling(link.group(1)))).as(link.group(1)).isTrue());
	}

	@Test
	void readmeLinksToEveryChapter() {
		List<String> links = matches(LINK, SourceTree.lines(SourceTree.root().resolve("README.md"))).stream()
			.map((link) -> link.group(1))
			.toList();
		assertThat(links)
			.containsAll(chapters().stream().map((chapter) -> "docs/src/docs/asciidoc/" + chapter).toList());
	}

	@Test
	void guideIncludesEveryChapter() {
		assertThat(matches(Pattern.compile("^include::(.*)\\[]$"), SourceTree.chapter(INDEX)).stream()
			.map((include) -> include.group(1))).containsExactlyInAnyOrderElementsOf(chapters());
	}

	private static List<String> chapters() {
		List<String> chapters = new ArrayList<>(SourceTree.chapters());
		chapters.remove(INDEX);
		return chapters;
	}

	private static List<MatchResult> matches(Pattern pattern, List<String> lines) {
		return lines.stream().flatMap((line) -> pattern.matcher(line).results()).toList();
	}

}
