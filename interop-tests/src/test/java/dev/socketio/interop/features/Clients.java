package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTestExtension;
import dev.socketio.interop.client.SessionProbe;
import dev.socketio.interop.client.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Opens the clients of a test and closes them after it.
 */
final class Clients implements BeforeAllCallback, AfterEachCallback {

	private final Mount mount;

	private final List<Client> open = new ArrayList<>();

	private @Nullable TestServer server;

	Clients(Mount mount) {
		this.mount = mount;
	}

	TestServer server() {
		if (this.server == null) {
			throw new IllegalStateException("There is no server under test");
		}
		return this.server;
	}

	Mount mount() {
		return this.mount;
	}

	/**
	 * Open a session without joining a namespace.
	 * @param transport the transport
	 * @return the client
	 */
	Client open(Transport transport) {
		return open(transport, transport.handshake(this.mount, ""));
	}

	Client open(Transport transport, HttpRequest handshake) {
		Client client = new Client(transport.open(server(), this.mount, handshake), probe());
		this.open.add(client);
		return client;
	}

	private String probe() {
		return (this.mount == Mount.SOCKET_IO_RECOVERY_PATIENT) ? "whoami" : "transport";
	}

	/**
	 * Open a session and join the main namespace.
	 * @param transport the transport
	 * @return the client
	 */
	Client connect(Transport transport) {
		return open(transport).join("/");
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.server = ServerUnderTestExtension.get(context);
		// Servers give clients a second to join: too little to load all the classes
		Packet.parse("2[\"" + Json.strict("{warm:'up'}").length() + "\"]");
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.open.forEach(Client::close);
		// The next test must not see how these clients leave
		this.open.forEach(this::awaitGone);
		this.open.clear();
	}

	/**
	 * Wait until the server has seen and told all clients that one has gone.
	 * @param client a client that has closed its connection
	 */
	void awaitGone(Client client) {
		String sid = client.link().sid();
		boolean polling = client.link() instanceof PollingLink;
		new SessionProbe(server(), polling ? this.mount.webSocket(sid) : this.mount.polling(sid))
			.awaitClosed(Client.TIMEOUT);
		server().settle();
	}

}
