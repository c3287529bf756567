package dev.socketio.engine.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.engine.CookieOptions;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HeadersListener;
import dev.socketio.internal.ApplicationCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the headers of responses: those of the protocol, and those that listeners add.
 */
final class ResponseHeaders {

	private static final Logger logger = LoggerFactory.getLogger(ResponseHeaders.class);

	private final @Nullable CookieOptions cookie;

	private final List<HeadersListener> listeners = new CopyOnWriteArrayList<>();

	private final List<HeadersListener> initialListeners = new CopyOnWriteArrayList<>();

	ResponseHeaders(@Nullable CookieOptions cookie) {
		this.cookie = cookie;
	}

	void add(HeadersListener listener) {
		this.listeners.add(listener);
	}

	void addInitial(HeadersListener listener) {
		this.initialListeners.add(listener);
	}

	/** Headers of the response to any request. */
	Map<String, List<String>> of(EngineRequest request) {
		String agent = request.header("user-agent");
		boolean oldBrowser = agent != null && (agent.contains(";MSIE") || agent.contains("Trident/"));
		if (this.listeners.isEmpty() && !oldBrowser) {
			return Map.of();
		}
		Map<String, List<String>> headers = new LinkedHashMap<>();
		if (oldBrowser) {
			headers.put("X-XSS-Protection", List.of("0"));
		}
		customize(headers, this.listeners, request);
		return headers;
	}

	/** Headers of the response that opens a session over HTTP long-polling. */
	Map<String, List<String>> ofFirst(EngineSession session) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		if (this.cookie != null) {
			headers.put("Set-Cookie", List.of(setCookie(this.cookie, session.id())));
		}
		customize(headers, this.initialListeners, session.request());
		headers.putAll(of(session.request()));
		return headers;
	}

	/** Headers of the response that opens a WebSocket with a session of its own. */
	Map<String, List<String>> ofFirst(EngineRequest request) {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		customize(headers, this.initialListeners, request);
		headers.putAll(of(request));
		return headers;
	}

	private static String setCookie(CookieOptions cookie, String value) {
		StringBuilder header = new StringBuilder(64).append(cookie.name()).append('=').append(value);
		if (cookie.maxAge() != null) {
			header.append("; Max-Age=").append(cookie.maxAge().toSeconds());
		}
		if (cookie.domain() != null) {
			header.append("; Domain=").append(cookie.domain());
		}
		if (cookie.path() != null) {
			header.append("; Path=").append(cookie.path());
		}
		if (cookie.httpOnly()) {
			header.append("; HttpOnly");
		}
		if (cookie.secure()) {
			header.append("; Secure");
		}
		if (cookie.sameSite() != null) {
			header.append("; SameSite=").append(cookie.sameSite());
		}
		return header.toString();
	}

	/** Requests are answered without the headers of a listener that fails. */
	private static void customize(Map<String, List<String>> headers, List<HeadersListener> listeners,
			EngineRequest request) {
		for (HeadersListener listener : listeners) {
			ApplicationCode.run(() -> listener.onHeaders(headers, request),
					(error) -> logger.error("A headers listener failed", error));
		}
	}

}
