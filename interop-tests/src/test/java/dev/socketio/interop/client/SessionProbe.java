package dev.socketio.interop.client;

import java.time.Duration;

import org.awaitility.Awaitility;

/**
 * Finds out whether a session exists, without any effect on it: a request with the wrong
 * transport is answered with another error if the session is there.
 *
 * @param server the server
 * @param target target of a request with the wrong transport
 */
public record SessionProbe(TestServer server, String target) {

	/**
	 * Whether the session exists and has the other transport.
	 * @return whether it is open
	 */
	public boolean isOpen() {
		HttpResponse response = HttpConnection.exchange(this.server, HttpRequest.get(this.target));
		return switch (response.text()) {
			case "{\"code\":3,\"message\":\"Bad request\"}" -> true;
			case "{\"code\":1,\"message\":\"Session ID unknown\"}" -> false;
			default -> throw new AssertionError("Unexpected answer to " + this.target + ": " + response);
		};
	}

	/**
	 * Waits until the server has forgotten the session.
	 * @param within how long to wait
	 */
	public void awaitClosed(Duration within) {
		Awaitility.await("session closed")
			.atMost(within)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> !isOpen());
	}

}
