package dev.socketio.engine.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.engine.EngineRequest;
import reactor.core.publisher.Mono;

/**
 * Hand-made requests.
 */
public final class Requests {

	public static final RequestBody NO_BODY = (limit, progress) -> Mono.just(new byte[0]);

	private Requests() {
	}

	public static EngineRequest request(String method, String query) {
		return request(method, query, Map.of(), "192.0.2.1");
	}

	public static EngineRequest request(String method, String query, Map<String, List<String>> headers,
			String address) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (String pair : query.split("&")) {
			int equals = pair.indexOf('=');
			if (equals >= 0) {
				parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
			}
		}
		return EngineRequest.builder(method, "/socket.io/?" + query)
			.query(parameters)
			.headers(headers)
			.address(address)
			.build();
	}

	public static EngineRequest polling() {
		return request("GET", "EIO=4&transport=polling");
	}

	public static EngineRequest polling(String method, String sid) {
		return request(method, "EIO=4&transport=polling&sid=" + sid);
	}

	public static EngineRequest webSocket() {
		return request("GET", "EIO=4&transport=websocket");
	}

	public static EngineRequest webSocket(String sid) {
		return request("GET", "EIO=4&transport=websocket&sid=" + sid);
	}

}
