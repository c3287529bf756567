package dev.socketio.web.webflux;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * Scheme, host and port in the canonical form in which they are compared, as proxies
 * write them differently: {@code http} for {@code ws} and {@code https} for {@code wss},
 * lower case, IP addresses as {@link IpAddress} has them, no dot at the end of the host,
 * the port always present where the scheme has a default.
 *
 * @param scheme the scheme
 * @param host the host, IPv6 addresses in brackets
 * @param port the port, or -1 if it is unknown
 */
record WebOrigin(String scheme, String host, int port) {

	private static final int NO_PORT = -1;

	private static final int MAX_PORT = 65535;

	private static final int MAX_PORT_DIGITS = 5;

	private static final String SEPARATOR = "://";

	/** The origin of a URL, or {@code null} if it has none. */
	static @Nullable WebOrigin parse(String url) {
		int separator = url.indexOf(SEPARATOR);
		if (separator <= 0) {
			return null;
		}
		int start = separator + SEPARATOR.length();
		int end = start;
		while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
			end++;
		}
		return of(url.substring(0, separator), url.substring(start, end), NO_PORT);
	}

	/** The origin that the URL of a request has for the client. */
	static @Nullable WebOrigin of(ServerHttpRequest request) {
		URI uri = request.getURI();
		String authority = uri.getRawAuthority();
		return (authority != null && uri.getScheme() != null) ? of(uri.getScheme(), authority, lostPort(request))
				: null;
	}

	/** The scheme of HTTP requests for that of WebSockets, in lower case. */
	static String scheme(String scheme) {
		String lower = scheme.toLowerCase(Locale.ROOT);
		return switch (lower) {
			case "ws" -> "http";
			case "wss" -> "https";
			default -> lower;
		};
	}

	/** Spring leaves out the port when it does not know the scheme for its capitals. */
	private static int lostPort(ServerHttpRequest request) {
		String scheme = request.getURI().getScheme();
		return (!scheme.equals(scheme.toLowerCase(Locale.ROOT))
				&& ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest nettyRequest
				&& scheme.equals(nettyRequest.scheme())) ? nettyRequest.hostPort() : NO_PORT;
	}

	private static @Nullable WebOrigin of(String scheme, String authority, int defaultPort) {
		int bracket = authority.lastIndexOf(']');
		int colon = authority.lastIndexOf(':');
		boolean explicit = colon > bracket && colon < authority.length() - 1;
		int port = explicit ? port(authority.substring(colon + 1)) : defaultPort;
		String host = host((colon > bracket) ? authority.substring(0, colon) : authority);
		if (host.isEmpty() || host.indexOf('@') >= 0 || (explicit && port < 0)) {
			return null;
		}
		String form = scheme(scheme);
		return new WebOrigin(form, host, (port < 0) ? defaultPort(form) : port);
	}

	private static String host(String text) {
		String host = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
		String address = IpAddress.of(host.toLowerCase(Locale.ROOT));
		return (address.indexOf(':') >= 0 && !address.startsWith("[")) ? "[" + address + "]" : address;
	}

	private static int port(String digits) {
		if (digits.length() > MAX_PORT_DIGITS || !digits.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return NO_PORT;
		}
		int port = Integer.parseInt(digits);
		return (port <= MAX_PORT) ? port : NO_PORT;
	}

	private static int defaultPort(String scheme) {
		return switch (scheme) {
			case "http" -> 80;
			case "https" -> 443;
			default -> NO_PORT;
		};
	}

	/** The form in which browsers write it. */
	@Override
	public String toString() {
		return this.scheme + SEPARATOR + authority();
	}

	String authority() {
		return (this.port == defaultPort(this.scheme)) ? this.host : this.host + ":" + this.port;
	}

}
