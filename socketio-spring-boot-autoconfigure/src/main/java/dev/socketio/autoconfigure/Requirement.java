package dev.socketio.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Refuses values of properties with a message that names the property.
 */
final class Requirement {

	private Requirement() {
	}

	static void check(String name, @Nullable Object value, boolean valid, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("socketio." + name, value, reason);
		}
	}

	static int atLeast(String name, int value, int min) {
		check(name, value, value >= min, "Must be at least " + min);
		return value;
	}

}
