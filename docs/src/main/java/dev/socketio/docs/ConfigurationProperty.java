package dev.socketio.docs;

import java.util.StringJoiner;

import tools.jackson.databind.JsonNode;

/**
 * One row of the appendix.
 *
 * @param name the full name of the property
 * @param type the simple name of its Java type
 * @param defaultValue the default as it would be written in a properties file, or empty
 * @param description what the property does, with a notice if it is deprecated
 */
record ConfigurationProperty(String name, String type, String defaultValue, String description) {

	static ConfigurationProperty of(JsonNode metadata) {
		String name = metadata.path("name").asString();
		String description = metadata.path("description").asString("");
		if (description.isBlank()) {
			throw new IllegalStateException(
					"Property '" + name + "' has no description: give its field a Javadoc comment");
		}
		return new ConfigurationProperty(name, simpleName(metadata.path("type").asString("")),
				defaultValue(metadata.path("defaultValue")), deprecation(metadata) + description);
	}

	void appendTo(StringBuilder table) {
		table.append("\n|").append(literal(this.name));
		table.append("\n|").append(literal(this.type));
		table.append("\n|").append(literal(this.defaultValue));
		table.append("\n|").append(plain(this.description)).append('\n');
	}

	/**
	 * Drop the packages of a type and of its type arguments.
	 */
	private static String simpleName(String type) {
		return type.replaceAll("[\\w.]+[.$](?=\\w)", "").replace(",", ", ");
	}

	private static String defaultValue(JsonNode value) {
		if (value.isArray()) {
			StringJoiner elements = new StringJoiner(",");
			value.forEach((element) -> elements.add(element.asString()));
			return elements.toString();
		}
		return value.asString("");
	}

	private static String deprecation(JsonNode metadata) {
		JsonNode deprecation = metadata.path("deprecation");
		if (deprecation.isMissingNode()) {
			return "";
		}
		String replacement = deprecation.path("replacement").asString("");
		return replacement.isEmpty() ? "Deprecated. " : "Deprecated, use " + replacement + ". ";
	}

	private static String literal(String text) {
		return text.isEmpty() ? "" : "`" + plain(text) + "`";
	}

	/**
	 * Keep Asciidoctor from finding markup in text that is not meant to have any. A bar
	 * ends the cell even there, so it is escaped as well.
	 */
	private static String plain(String text) {
		return text.isEmpty() ? ""
				: "pass:c[" + text.replaceAll("\\s+", " ").replace("]", "\\]").replace("|", "\\|") + "]";
	}

}
