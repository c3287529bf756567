package dev.socketio.interop.socketio;

import java.net.URI;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTestExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives connections to the server under test. A connection that no case uses, the canary,
 * must still be served after each of them.
 */
class ProtocolServer implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	private @Nullable URI baseUrl;

	private @Nullable Client canary;

	/**
	 * Open a session without joining a namespace.
	 * @param transport the transport
	 * @param mount the endpoint
	 * @return the client
	 */
	Client open(Transport transport, Mount mount) {
		if (this.baseUrl == null) {
			throw new IllegalStateException("There is no server under test");
		}
		return new Client(transport.open(this.baseUrl.resolve(mount.path())));
	}

	/**
	 * Open a session with the default heartbeat, which no timer closes during a test.
	 * @param transport the transport
	 * @return the client
	 */
	Client open(Transport transport) {
		return open(transport, Mount.SOCKET_IO_QUIET);
	}

	/**
	 * Open a session and join the main namespace.
	 * @param transport the transport
	 * @return the client
	 */
	Client connect(Transport transport) {
		Client client = open(transport);
		client.join("/");
		return client;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.baseUrl = URI.create(ServerUnderTestExtension.get(context).url());
		this.canary = connect(Transport.WEBSOCKET);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Client canary = this.canary;
		if (canary == null || canary.isClosed()) {
			this.canary = connect(Transport.WEBSOCKET);
			throw new AssertionError("Another connection of the server was closed");
		}
		canary.roundTrip();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.canary != null) {
			this.canary.close();
		}
	}

}
