package dev.socketio.web.webflux;

import java.util.List;

/**
 * The WebSocket extensions that a client offers. Netty accepts some malformed offers, and
 * fails with others.
 */
final class ExtensionOffers {

	static final String HEADER = "Sec-WebSocket-Extensions";

	private static final String WITHOUT_VALUE = "_no_context_takeover";

	private ExtensionOffers() {
	}

	/** Whether there is none, or a list of extensions with well-formed parameters. */
	static boolean areValid(List<String> headers) {
		if (headers.isEmpty()) {
			return true;
		}
		for (String offer : String.join(",", headers).split(",", -1)) {
			String[] parts = offer.split(";", -1);
			if (!SubProtocols.isToken(parts[0].strip())) {
				return false;
			}
			for (int i = 1; i < parts.length; i++) {
				if (!isParameter(parts[i].strip())) {
					return false;
				}
			}
		}
		return true;
	}

	private static boolean isParameter(String parameter) {
		int equals = parameter.indexOf('=');
		if (equals < 0) {
			return SubProtocols.isToken(parameter);
		}
		String name = parameter.substring(0, equals);
		return SubProtocols.isToken(name) && !name.endsWith(WITHOUT_VALUE)
				&& SubProtocols.isToken(unquoted(parameter.substring(equals + 1)));
	}

	private static String unquoted(String value) {
		boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
		return quoted ? value.substring(1, value.length() - 1) : value;
	}

}
