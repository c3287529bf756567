package dev.socketio.engine;

import java.security.Principal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request to the endpoint, copied from what the web server may reuse.
 *
 * @param method the HTTP method
 * @param uri path and query as sent
 * @param query decoded parameters, the last value of repeated ones
 * @param headers lower-case names with all values
 * @param address the IP address of the peer, or {@code null} if unknown
 * @param secure whether it came over TLS
 * @param principal who the web application says the client is, or {@code null}
 * @param attributes what the web layer wants to hand to the application
 * @since 0.1.0
 */
public record EngineRequest(String method, String uri, Map<String, String> query, Map<String, List<String>> headers,
		@Nullable String address, boolean secure, @Nullable Principal principal, Map<String, Object> attributes) {

	/**
	 * Return the first value of a header.
	 * @param name the lower-case name
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null && !values.isEmpty()) ? values.get(0) : null;
	}

}
