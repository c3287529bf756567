package dev.socketio.adapter.redis;

import java.util.regex.Pattern;

/**
 * The id of an entry of a stream.
 *
 * @param time milliseconds since the epoch, by the clock of Redis
 * @param sequence distinguishes entries of the same time
 */
record StreamId(long time, long sequence) implements Comparable<StreamId> {

	/** The position before all entries. */
	static final StreamId ZERO = new StreamId(0, 0);

	private static final Pattern FORMAT = Pattern.compile("[0-9]{1,18}-[0-9]{1,18}");

	/** Whether a text from a client is an id. */
	static boolean isValid(String text) {
		return FORMAT.matcher(text).matches();
	}

	static StreamId parse(String id) {
		int dash = id.indexOf('-');
		return new StreamId(Long.parseLong(id.substring(0, dash)), Long.parseUnsignedLong(id.substring(dash + 1)));
	}

	@Override
	public int compareTo(StreamId other) {
		int byTime = Long.compare(this.time, other.time);
		return (byTime != 0) ? byTime : Long.compareUnsigned(this.sequence, other.sequence);
	}

	@Override
	public String toString() {
		return this.time + "-" + Long.toUnsignedString(this.sequence);
	}

}
