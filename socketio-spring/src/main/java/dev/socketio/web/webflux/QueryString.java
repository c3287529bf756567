package dev.socketio.web.webflux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Decodes query parameters as the URL standard does: {@code +} is a space, an invalid
 * escape stays as it is, and the last of several values wins.
 */
final class QueryString {

	private QueryString() {
	}

	static Map<String, String> parse(@Nullable String query) {
		if (query == null || query.isEmpty()) {
			return Map.of();
		}
		Map<String, String> parameters = new LinkedHashMap<>();
		int start = 0;
		while (start <= query.length()) {
			int end = query.indexOf('&', start);
			if (end < 0) {
				end = query.length();
			}
			if (end > start) {
				int equals = query.indexOf('=', start);
				boolean hasValue = equals >= 0 && equals < end;
				String name = decode(query.substring(start, hasValue ? equals : end));
				parameters.put(name, hasValue ? decode(query.substring(equals + 1, end)) : "");
			}
			start = end + 1;
		}
		return Collections.unmodifiableMap(parameters);
	}

	private static String decode(String text) {
		if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
			return WellKnownText.shared(text);
		}
		byte[] in = text.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
		for (int i = 0; i < in.length; i++) {
			int high = (in[i] == '%' && i + 2 < in.length) ? Character.digit(in[i + 1], 16) : -1;
			int low = (high >= 0) ? Character.digit(in[i + 2], 16) : -1;
			if (low >= 0) {
				out.write(high << 4 | low);
				i += 2;
			}
			else {
				out.write((in[i] == '+') ? ' ' : in[i]);
			}
		}
		return out.toString(StandardCharsets.UTF_8);
	}

}
