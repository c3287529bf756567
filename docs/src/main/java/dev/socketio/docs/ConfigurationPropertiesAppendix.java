package dev.socketio.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the table of all {@code socketio.*} properties for the user guide, from the
 * metadata that IDEs read too.
 */
final class ConfigurationPropertiesAppendix {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final String PREFIX = "socketio.";

	private final Map<String, ConfigurationProperty> properties = new TreeMap<>();

	/**
	 * Entry point of the documentation build.
	 * @param args the file to write
	 * @throws IOException if the metadata cannot be read or the file cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Path target = Path.of(args[0]);
		ConfigurationPropertiesAppendix appendix = new ConfigurationPropertiesAppendix();
		appendix.readAll(ConfigurationPropertiesAppendix.class.getClassLoader());
		Files.createDirectories(target.toAbsolutePath().getParent());
		Files.writeString(target, appendix.toAsciidoc());
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
