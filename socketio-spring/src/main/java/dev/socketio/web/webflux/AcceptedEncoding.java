package dev.socketio.web.webflux;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The preference of a client for an encoding of responses, by its {@code Accept-Encoding}
 * header. The order is that of Node.js: quality, then named encodings in front of those
 * that {@code *} stands for, then the position in the header.
 *
 * @param encoding the encoding
 * @param quality between 0 and 1
 * @param named whether the header has its name
 * @param position the position in the header
 */
record AcceptedEncoding(String encoding, double quality, boolean named, int position) {

	private static final Comparator<AcceptedEncoding> BEST_FIRST = Comparator
		.<AcceptedEncoding>comparingDouble((accepted) -> -accepted.quality)
		.thenComparing((accepted) -> !accepted.named)
		.thenComparingInt(AcceptedEncoding::position);

	/** The encoding that the client prefers, or {@code null} if it accepts none. */
	static @Nullable String best(String header, List<String> offered) {
		String[] entries = header.toLowerCase(Locale.ROOT).split(",");
		return offered.stream()
			.flatMap((encoding) -> Stream.ofNullable(find(entries, encoding)))
			.filter((accepted) -> accepted.quality > 0)
			.min(BEST_FIRST)
			.map(AcceptedEncoding::encoding)
			.orElse(null);
	}

	private static @Nullable AcceptedEncoding find(String[] entries, String encoding) {
		AcceptedEncoding any = null;
		for (int i = 0; i < entries.length; i++) {
			String[] parts = entries[i].split(";", -1);
			String name = parts[0].trim();
			if (name.equals(encoding)) {
				return new AcceptedEncoding(encoding, quality(parts), true, i);
			}
			if (name.equals("*")) {
				any = new AcceptedEncoding(encoding, quality(parts), false, i);
			}
		}
		return any;
	}

	/** A quality that is not a number means that the encoding is not accepted. */
	private static double quality(String[] parts) {
		for (int i = 1; i < parts.length; i++) {
			String[] parameter = parts[i].split("=", 2);
			if (parameter.length == 2 && parameter[0].trim().equals("q")) {
				try {
					double value = Double.parseDouble(parameter[1].trim());
					return Double.isNaN(value) ? 0 : value;
				}
				catch (NumberFormatException ex) {
					return 0;
				}
			}
		}
		return 1;
	}

}
