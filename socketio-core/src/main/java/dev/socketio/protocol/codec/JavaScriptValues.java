package dev.socketio.protocol.codec;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Numbers and dates of JavaScript, for formats that have more types than JSON. JavaScript
 * has one type of numbers, {@code double}, and writes dates in JSON as strings.
 *
 * @since 0.1.0
 */
public final class JavaScriptValues {

	/** The largest integer up to which {@code double} has all integers. */
	public static final long MAX_INTEGER = 1L << 53;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final Instant FIRST_DATE = Instant.ofEpochMilli(-8_640_000_000_000_000L);

	private static final Instant LAST_DATE = Instant.ofEpochMilli(8_640_000_000_000_000L);

	/** As {@code Date.prototype.toISOString} writes it: always with milliseconds. */
	private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

	private JavaScriptValues() {
	}

	/**
	 * Return whether JavaScript writes a number in JSON as an integer.
	 * @param value the number
	 * @return {@code true} if it is whole and at most {@link #MAX_INTEGER}
	 */
	public static boolean isInteger(double value) {
		return value == Math.rint(value) && Math.abs(value) <= MAX_INTEGER;
	}

	/**
	 * Return the number that has the digits of a {@code float}. It is what JSON would
	 * have; the nearest {@code double} has more digits.
	 * @param value the number
	 * @return the number
	 */
	public static double number(float value) {
		return Double.parseDouble(Float.toString(value));
	}

	/**
	 * Make a node of an integer.
	 * @param value the number
	 * @return a node of the smallest type that holds it
	 */
	public static JsonNode node(long value) {
		return (value == (int) value) ? NODES.numberNode((int) value) : NODES.numberNode(value);
	}

	/**
	 * Make a node of a number.
	 * @param value the number
	 * @return a node of an integer if {@link #isInteger} says so
	 */
	public static JsonNode node(double value) {
		return isInteger(value) ? node((long) value) : NODES.numberNode(value);
	}

	/**
	 * Make a node of a date.
	 * @param date the date
	 * @return a string in the format of ISO 8601, with more than milliseconds only if the
	 * date has them; a null node for dates out of the range of JavaScript
	 */
	public static JsonNode node(Instant date) {
		if (date.isBefore(FIRST_DATE) || date.isAfter(LAST_DATE)) {
			return NODES.nullNode();
		}
		boolean finer = date.getNano() % 1_000_000 != 0;
		return NODES.stringNode(finer ? date.toString() : DATE.format(date));
	}

}
