package dev.socketio.interop.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP/1.1 request as it goes over the wire: nothing is validated, escaped or
 * normalised. Header values are written as ISO 8859-1. Immutable.
 */
public final class HttpRequest {

	private final String method;

	private final String target;

	private final List<String> headers;

	private final byte[] body;

	private HttpRequest(String method, String target, List<String> headers, byte[] body) {
		this.method = method;
		this.target = target;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * A request without a body.
	 * @param method the method
	 * @param target the request target: path and query
	 * @return the request
	 */
	public static HttpRequest of(String method, String target) {
		return new HttpRequest(method, target, List.of(), new byte[0]);
	}

	/**
	 * A {@code GET} request.
	 * @param target the request target: path and query
	 * @return the request
	 */
	public static HttpRequest get(String target) {
		return of("GET", target);
	}

	/**
	 * A {@code POST} request with the content type that the official clients use.
	 * @param target the request target: path and query
	 * @param body the body
	 * @return the request
	 */
	public static HttpRequest post(String target, String body) {
		return post(target, body.getBytes(StandardCharsets.UTF_8), "text/plain;charset=UTF-8");
	}

	/**
	 * A {@code POST} request.
	 * @param target the request target: path and query
	 * @param body the body
	 * @param contentType the value of the {@code Content-Type} header
	 * @return the request
	 */
	public static HttpRequest post(String target, byte[] body, String contentType) {
		return of("POST", target).header("Content-Type", contentType).body(body);
	}

	/**
	 * A valid WebSocket handshake.
	 * @param target the request target: path and query
	 * @return the request
	 */
	public static HttpRequest webSocket(String target) {
		return get(target).header("Upgrade", "websocket")
			.header("Connection", "Upgrade")
			.header("Sec-WebSocket-Version", "13")
			.header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
	}

	/**
	 * Adds a header, also if there is already one with this name.
	 * @param name the name
	 * @param value the value
	 * @return a new request
	 */
	public HttpRequest header(String name, String value) {
		List<String> headers = new ArrayList<>(this.headers);
		headers.add(name + ": " + value);
		return new HttpRequest(this.method, this.target, headers, this.body);
	}

	/**
	 * Removes the headers with a name.
	 * @param name the name, in any case
	 * @return a new request
	 */
	public HttpRequest without(String name) {
		List<String> headers = new ArrayList<>(this.headers);
		headers.removeIf((header) -> named(header, name));
		return new HttpRequest(this.method, this.target, headers, this.body);
	}

	/**
	 * Replaces the method.
	 * @param method the new method
	 * @return a new request
	 */
	public HttpRequest method(String method) {
		return new HttpRequest(method, this.target, this.headers, this.body);
	}

	/**
	 * Replaces the body and announces its length.
	 * @param body the new body
	 * @return a new request
	 */
	public HttpRequest body(byte[] body) {
		HttpRequest request = without("Content-Length").header("Content-Length", String.valueOf(body.length));
		return new HttpRequest(this.method, this.target, request.headers, body);
	}

	/**
	 * The request up to the empty line, without the body: for tests that send it in their
	 * own way.
	 * @param server the server it is for
	 * @return the bytes
	 */
	byte[] head(TestServer server) {
		StringBuilder head = new StringBuilder();
		head.append(this.method).append(' ').append(this.target).append(" HTTP/1.1\r\n");
		if (this.headers.stream().noneMatch((header) -> named(header, "Host"))) {
			head.append("Host: ").append(server.authority()).append("\r\n");
		}
		this.headers.forEach((header) -> head.append(header).append("\r\n"));
		return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	byte[] bytes(TestServer server) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(head(server));
		bytes.writeBytes(this.body);
		return bytes.toByteArray();
	}

	boolean isHead() {
		return this.method.equals("HEAD");
	}

	private static boolean named(String header, String name) {
		return header.regionMatches(true, 0, name + ":", 0, name.length() + 1);
	}

	@Override
	public String toString() {
		return this.method + " " + this.target;
	}

}
