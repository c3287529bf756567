package dev.socketio.interop.client;

import java.net.URI;

/**
 * Address of the server that is tested.
 *
 * @param host the host name or address
 * @param port the TCP port
 */
public record TestServer(String host, int port) {

	/** More connections than a server of this size has threads, twice over. */
	private static final int CONNECTIONS = 2 * Math.max(4, Runtime.getRuntime().availableProcessors());

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
	 * Choose between the expectations for the two servers, where they differ.
	 * @param spring the expectation for this project
	 * @param node the expectation for the reference server, which runs on Node.js
	 * @param <T> the type of the expectation
	 * @return the expectation for the server that is tested
	 */
	public <T> T expected(T spring, T node) {
		return Boolean.getBoolean(ServerUnderTestExtension.REFERENCE_PROPERTY) ? node : spring;
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

	/**
	 * Waits until the server has handled what it had received before. Connections are in
	 * no order with each other; but when every thread that serves them has answered a
	 * later request, it has seen the earlier ones too.
	 */
	public void settle() {
		for (int i = 0; i < CONNECTIONS; i++) {
			HttpConnection.exchange(this, HttpRequest.get(Mount.SOCKET_IO.target("transport=none")));
		}
	}

}
