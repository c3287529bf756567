package dev.socketio.interop.client;

import java.net.URI;

/**
 * Address of the server that is tested.
 *
 * @param host the host name or address
 * @param port the TCP port
 */
public record TestServer(String host, int port) {

	/**
	 * Reads the address from a URL.
	 * @param url an {@code http} URL; its path is ignored
	 * @return the address
	 */
	public static TestServer at(String url) {
		URI uri = URI.create(url);
		if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
			throw new IllegalArgumentException("Not an http URL: " + url);
		}
		return new TestServer(uri.getHost(), (uri.getPort() != -1) ? uri.getPort() : 80);
	}

	/**
	 * Value of the {@code Host} header.
	 * @return host and port
	 */
	public String authority() {
		return this.host + ":" + this.port;
	}

	/**
	 * Base URL without a trailing slash, for clients that take a URL.
	 * @return the URL
	 */
	public String url() {
		return "http://" + authority();
	}

}
