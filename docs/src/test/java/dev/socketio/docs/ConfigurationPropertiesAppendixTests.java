package dev.socketio.docs;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ConfigurationPropertiesAppendixTests {

	private final ConfigurationPropertiesAppendix appendix = new ConfigurationPropertiesAppendix();

	@Test
	void listsPropertiesInOrderOfTheirNames() {
		read("""
				{"name": "socketio.b", "type": "java.lang.String", "description": "Second."},
				{"name": "socketio.a", "type": "java.time.Duration", "description": "First.", "defaultValue": "25s"}""");
		assertThat(this.appendix.toAsciidoc()).containsSubsequence("socketio.a", "Duration", "25s", "First.",
				"socketio.b", "String", "Second.");
	}

	@Test
	void leavesPropertiesOfOthersOut() {
		read("""
				{"name": "socketio.a", "type": "java.lang.String", "description": "Ours."},
				{"name": "server.port", "type": "java.lang.Integer", "description": "Port."}""");
		assertThat(this.appendix.toAsciidoc()).contains("socketio.a").doesNotContain("server.port");
	}

	@Test
	void shortensTypesAndTheirArguments() {
		read("""
				{"name": "socketio.a", "description": "A.",
				"type": "java.util.Map<java.lang.String,dev.socketio.Outer$Inner>"}""");
		assertThat(this.appendix.toAsciidoc()).contains("Map<String, Inner>");
	}

	@Test
	void escapesWhatEndsACellOrAPassthrough() {
		read("""
				{"name": "socketio.a", "type": "java.lang.String", "description": "Either x|y or [z]."}""");
		assertThat(this.appendix.toAsciidoc()).contains("pass:c[Either x\\|y or [z\\].]");
	}

	@Test
	void writesCollectionsAsAPropertiesFileWould() {
		read("""
				{"name": "socketio.a", "type": "java.util.List<java.lang.String>", "description": "A.",
				"defaultValue": ["polling", "websocket"]}""");
		assertThat(this.appendix.toAsciidoc()).contains("polling,websocket");
	}

	@Test
	void saysWhatReplacesADeprecatedProperty() {
		read("""
				{"name": "socketio.a", "type": "java.lang.String", "description": "Old.",
				"deprecation": {"replacement": "socketio.b"}}""");
		assertThat(this.appendix.toAsciidoc()).contains("Deprecated, use socketio.b. Old.");
	}

	@Test
	void failsWithoutProperties() {
		assertThatIllegalStateException().isThrownBy(this.appendix::toAsciidoc)
			.withMessageContaining("configuration processor");
	}

	@Test
	void failsForAPropertyWithoutDescription() {
		assertThatIllegalStateException().isThrownBy(() -> read("""
				{"name": "socketio.a", "type": "java.lang.String"}""")).withMessageContaining("socketio.a");
	}

	private void read(String properties) {
		String metadata = "{\"properties\": [" + properties + "]}";
		this.appendix.read(new ByteArrayInputStream(metadata.getBytes(StandardCharsets.UTF_8)));
	}

}
