package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.engine.EngineError;
import org.jspecify.annotations.Nullable;

/**
 * The response that the web server has to send.
 *
 * @param status the HTTP status
 * @param contentType the content type, or {@code null} for an empty body
 * @param body the body
 * @param headers further headers
 * @param compressible whether the body may be compressed
 * @since 0.1.0
 */
public record EngineResponse(int status, @Nullable String contentType, byte[] body, Map<String, List<String>> headers,
		boolean compressible) {

	private static final byte[] EMPTY = {};

	private static final byte[] OK = { 'o', 'k' };

	static final String TEXT = "text/plain; charset=UTF-8";

	static final String OCTET_STREAM = "application/octet-stream";

	private static final Map<String, List<String>> NO_STORE = Map.of("cache-control", List.of("no-store"));

	static EngineResponse payload(byte[] body, String contentType, boolean compressible,
			Map<String, List<String>> headers) {
		return new EngineResponse(200, contentType, body, with(NO_STORE, headers), compressible);
	}

	static EngineResponse ok(Map<String, List<String>> headers) {
		return new EngineResponse(200, "text/html", OK, with(NO_STORE, headers), false);
	}

	static EngineResponse empty(int status) {
		return new EngineResponse(status, null, EMPTY, Map.of(), false);
	}

	static EngineResponse error(EngineError error) {
		return error(error, error.message());
	}

	static EngineResponse error(EngineError error, String message) {
		int status = (error == EngineError.FORBIDDEN) ? 403 : 400;
		String json = "{\"code\":" + error.code() + ",\"message\":\"" + escape(message) + "\"}";
		return new EngineResponse(status, "application/json", json.getBytes(StandardCharsets.UTF_8), Map.of(), false);
	}

	private static Map<String, List<String>> with(Map<String, List<String>> base, Map<String, List<String>> more) {
		if (more.isEmpty()) {
			return base;
		}
		Map<String, List<String>> all = new LinkedHashMap<>(base);
		all.putAll(more);
		return all;
	}

	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				escaped.append('\\').append(c);
			}
			else if (c < 0x20) {
				escaped.append(String.format("\\u%04x", (int) c));
			}
			else {
				escaped.append(c);
			}
		}
		return escaped.toString();
	}

}
