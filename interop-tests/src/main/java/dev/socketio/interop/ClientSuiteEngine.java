package dev.socketio.interop;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeRefusedException;
import dev.socketio.engine.session.CloseReason;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.engine.session.SessionHandler;
import dev.socketio.engine.session.SessionListener;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bare Engine.IO as the suite of its official client expects it.
 */
final class ClientSuiteEngine {

	private ClientSuiteEngine() {
	}

	static Mono<Void> refuseOnRequest(EngineRequest request) {
		return request.query().containsKey("deny") ? Mono.error(new HandshakeRefusedException("Forbidden"))
				: Mono.empty();
	}

	static SessionHandler handler(JsonMapper mapper) {
		return (session) -> new Reactions(session, mapper);
	}

	static void setCookies(Map<String, List<String>> headers, EngineRequest request) {
		headers.put("Set-Cookie", cookies());
	}

	private static List<String> cookies() {
		String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
		return List.of("1=1; Max-Age=86400", "2=2; Path=/; HttpOnly; Secure; SameSite=Strict", "3=3; Max-Age=0",
				"4=4; Expires=" + now);
	}

	private static final class Reactions implements SessionListener {

		private final EngineSession session;

		private final JsonMapper mapper;

		/** The last request that carried messages. */
		private EngineRequest upload;

		Reactions(EngineSession session, JsonMapper mapper) {
			this.session = session;
			this.mapper = mapper;
			this.upload = session.request();
		}

		@Override
		public void onOpen() {
			this.session.send("hi");
		}

		@Override
		public void onUpload(EngineRequest request) {
			this.upload = request;
		}

		@Override
		public void onText(byte[] buffer, int offset, int length) {
			String message = new String(buffer, offset, length, StandardCharsets.UTF_8);
			switch (message) {
				case "give binary" -> this.session.send(new byte[] { 0, 1, 2, 3, 4 });
				case "give utf8" -> this.session.send("пойду спать всем спокойной ночи");
				case "sendHeaders" -> this.session.send(this.mapper.writeValueAsString(headers()));
				default -> this.session.send(message);
			}
		}

		private Map<String, String> headers() {
			Map<String, String> headers = new LinkedHashMap<>();
			this.upload.headers().forEach((name, values) -> headers.put(name, String.join("; ", values)));
			return headers;
		}

		@Override
		public void onBinary(byte[] data) {
			this.session.send(data);
		}

		@Override
		public void onClose(CloseReason reason) {
		}

	}

}
