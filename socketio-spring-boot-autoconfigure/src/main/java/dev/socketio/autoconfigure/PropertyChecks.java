package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.Locale;

import dev.socketio.internal.Durations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Rejects invalid property values with a message that names the property. Internal to the
 * auto-configurations, not for applications.
 *
 * @since 0.1.0
 */
public final class PropertyChecks {

	private PropertyChecks() {
	}

	/**
	 * Require that a condition holds.
	 * @param name the name of the property without {@code socketio.}
	 * @param value its value
	 * @param valid the condition
	 * @param reason what the value must be, for the message
	 * @throws InvalidConfigurationPropertyValueException if the condition is
	 * {@code false}
	 */
	public static void check(String name, @Nullable Object value, boolean valid, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("socketio." + name, value, reason);
		}
	}

	/**
	 * Require a minimum.
	 * @param name the name of the property without {@code socketio.}
	 * @param value its value
	 * @param min the least valid value
	 * @return the value
	 * @throws InvalidConfigurationPropertyValueException if the value is less
	 */
	public static int atLeast(String name, int value, int min) {
		return (int) atLeast(name, (long) value, min);
	}

	/**
	 * Require a minimum.
	 * @param name the name of the property without {@code socketio.}
	 * @param value its value
	 * @param min the least valid value
	 * @return the value
	 * @throws InvalidConfigurationPropertyValueException if the value is less
	 */
	public static long atLeast(String name, long value, long min) {
		check(name, value, value >= min, "Must be at least " + min);
		return value;
	}

	/**
	 * Require a positive size.
	 * @param name the name of the property without {@code socketio.}
	 * @param value its value
	 * @return the number of bytes
	 * @throws InvalidConfigurationPropertyValueException if the value is not positive
	 */
	public static long bytes(String name, DataSize value) {
		check(name, value, value.toBytes() > 0, "Must be positive");
		return value.toBytes();
	}

	/**
	 * Require a positive duration that timers can count.
	 * @param name the name of the property without {@code socketio.}
	 * @param value its value
	 * @return the value
	 * @throws InvalidConfigurationPropertyValueException if the value is not positive, or
	 * longer than {@link Durations#MAX}
	 */
	public static Duration duration(String name, Duration value) {
		return accept(name, value, Durations.objection(value));
	}

	/**
	 * Require a duration that can be counted, be it negative or empty.
	 * @param name the name of the property without {@code socketio.}
	 * @param value its value
	 * @return the value
	 * @throws InvalidConfigurationPropertyValueException if the value is longer than
	 * {@link Durations#MAX}
	 */
	public static Duration anyDuration(String name, Duration value) {
		return accept(name, value, Durations.objectionToLength(value));
	}

	private static Duration accept(String name, Duration value, @Nullable String objection) {
		if (objection != null) {
			check(name, value, false, objection.substring(0, 1).toUpperCase(Locale.ROOT) + objection.substring(1));
		}
		return value;
	}

}
