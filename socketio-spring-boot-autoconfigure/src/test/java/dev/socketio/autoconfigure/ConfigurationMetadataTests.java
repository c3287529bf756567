package dev.socketio.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What editors and the documentation know of properties in classes of their own.
 */
class ConfigurationMetadataTests {

	private final List<JsonNode> properties = read();

	@ParameterizedTest
	@CsvSource({ "http-compression.enabled, true", "http-compression.threshold, 1024B",
			"per-message-deflate.enabled, false", "per-message-deflate.threshold, 1024B",
			"connection-state-recovery.max-bytes, 64MB", "limits.max-ack-bytes, 16MB" })
	void propertyHasDescriptionAndDefault(String name, String defaultValue) {
		assertThat(this.properties).filteredOn((property) -> name(property).equals("socketio." + name))
			.singleElement()
			.satisfies((property) -> {
				assertThat(property.path("description").asString("")).isNotEmpty();
				assertThat(property.path("defaultValue").asString("")).isEqualTo(defaultValue);
			});
	}

	private static String name(JsonNode property) {
		return property.path("name").asString("");
	}

	private static List<JsonNode> read() {
		List<JsonNode> found = new ArrayList<>();
		String resource = "META-INF/spring-configuration-metadata.json";
		try {
			ClassLoader loader = ConfigurationMetadataTests.class.getClassLoader();
			for (var url : Collections.list(loader.getResources(resource))) {
				try (InputStream in = url.openStream()) {
					JsonMapper.shared().readTree(in).path("properties").forEach(found::add);
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return found;
	}

}
