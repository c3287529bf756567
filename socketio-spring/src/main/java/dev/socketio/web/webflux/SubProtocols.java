package dev.socketio.web.webflux;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sub-protocols that a client requests.
 */
final class SubProtocols {

	static final String HEADER = "Sec-WebSocket-Protocol";

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*,[ \\t]*");

	private SubProtocols() {
	}

	/** Whether there is none, or a list of different tokens. */
	static boolean areValid(List<String> headers) {
		if (headers.isEmpty()) {
			return true;
		}
		Set<String> seen = new HashSet<>();
		for (String protocol : SEPARATOR.split(String.join(",", headers), -1)) {
			if (!isToken(protocol) || !seen.add(protocol)) {
				return false;
			}
		}
		return true;
	}

	static boolean isToken(String text) {
		return TOKEN.matcher(text).matches();
	}

}
