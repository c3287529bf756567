package dev.socketio.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketCodec;
import org.jspecify.annotations.Nullable;

/**
 * How clients of Socket.IO 2 connect to namespaces: credentials are a query string behind
 * the name, and errors are bare values.
 */
final class LegacyConnect {

	private LegacyConnect() {
	}

	static String namespace(String name) {
		int query = name.indexOf('?');
		return (query < 0) ? name : name.substring(0, query);
	}

	static Arguments auth(String name, PacketCodec codec) {
		int query = name.indexOf('?');
		Map<String, Object> auth = new LinkedHashMap<>();
		if (query >= 0) {
			for (String pair : name.substring(query + 1).split("&")) {
				int equals = pair.indexOf('=');
				if (equals > 0) {
					auth.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
				}
			}
		}
		return codec.arguments(List.of(auth));
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	static Object error(Map<String, @Nullable Object> payload) {
		Object data = payload.get("data");
		if (data != null) {
			return data;
		}
		Object message = payload.getOrDefault("message", "");
		// the one error that Node.js sends as an object here, too
		return "Invalid namespace".equals(message) ? payload : String.valueOf(message);
	}

}
