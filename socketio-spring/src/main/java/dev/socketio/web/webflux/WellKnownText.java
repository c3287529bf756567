package dev.socketio.web.webflux;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shares text that is the same in nearly every handshake. A session keeps its request, so
 * each client would have its own copy in memory otherwise.
 */
final class WellKnownText {

	private static final Map<String, String> TEXT = Stream
		.of("EIO", "transport", "sid", "t", "3", "4", "websocket", "polling", "host", "connection", "upgrade",
				"user-agent", "accept", "accept-encoding", "accept-language", "authorization", "cache-control",
				"cookie", "content-length", "content-type", "dnt", "forwarded", "origin", "pragma", "priority",
				"referer", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-fetch-dest", "sec-fetch-mode",
				"sec-fetch-site", "sec-websocket-extensions", "sec-websocket-key", "sec-websocket-protocol",
				"sec-websocket-version", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port",
				"x-forwarded-proto", "x-real-ip", "x-request-id")
		.collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

	private WellKnownText() {
	}

	/** An equal string, the shared one if there is one. */
	static String shared(String text) {
		return TEXT.getOrDefault(text, text);
	}

}
