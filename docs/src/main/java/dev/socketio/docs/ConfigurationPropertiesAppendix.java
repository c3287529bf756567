package dev.socketio.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Creates the table of all {@code socketio.*} properties for the user guide, from the
 * metadata that IDEs read too.
 */
final class ConfigurationPropertiesAppendix {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final String PREFIX = "socketio.";

	private final Map<String, ConfigurationProperty> properties = new TreeMap<>();

	/**
	 * Create the table from the metadata on the class path.
	 * @return the table
	 * @throws IOException if the metadata cannot be read
	 */
	static String create() throws IOException {
		ConfigurationPropertiesAppendix appendix = new ConfigurationPropertiesAppendix();
		appendix.readAll(ConfigurationPropertiesAppendix.class.getClassLoader());
		return appendix.toAsciidoc();
	}

	/**
	 * Collect our properties from all the metadata on the class path.
	 */
	private void readAll(ClassLoader classLoader) throws IOException {
		for (URL url : Collections.list(classLoader.getResources(METADATA))) {
			try (InputStream metadata = url.openStream()) {
				read(metadata);
			}
		}
	}

	void read(InputStream metadata) {
		for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
			if (property.path("name").asString("").startsWith(PREFIX)) {
				ConfigurationProperty described = ConfigurationProperty.of(property);
				this.properties.put(described.name(), described);
			}
		}
	}

	String toAsciidoc() {
		if (this.properties.isEmpty()) {
			throw new IllegalStateException("No property '" + PREFIX + "*' in any " + METADATA
					+ " of the class path: did the configuration processor run in socketio-spring-boot-autoconfigure?");
		}
		StringBuilder table = new StringBuilder("[cols=\"4,2,2,5\",options=\"header\"]\n|===\n");
		table.append("|Name |Type |Default |Description\n");
		this.properties.values().forEach((property) -> property.appendTo(table));
		return table.append("|===\n").toString();
	}

}
