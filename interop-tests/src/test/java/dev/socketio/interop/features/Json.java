package dev.socketio.interop.features;

import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON in a form that is easy on the eye inside of Java: names without quotes, texts in
 * single ones.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
		.enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
		.build();

	private Json() {
	}

	static JsonNode parse(String json) {
		return MAPPER.readTree(json);
	}

	/**
	 * Turn the easy form into what goes over the wire.
	 * @param json the easy form
	 * @return standard JSON
	 */
	static String strict(String json) {
		return parse(json).toString();
	}

}
