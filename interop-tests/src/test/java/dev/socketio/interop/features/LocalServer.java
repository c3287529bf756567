package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.OwnEventLoops;
import dev.socketio.interop.client.TestServer;
import dev.socketio.server.SocketIOServer;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application of one test, with properties of its own, and its clients.
 */
final class LocalServer implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final List<Client> clients = new ArrayList<>();

	/**
	 * Start an application.
	 * @param application its configuration, with a listener for {@code probe}
	 * @param arguments command line arguments
	 */
	LocalServer(Class<?> application, String... arguments) {
		this.context = new SpringApplicationBuilder(application).initializers(new OwnEventLoops())
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.config.name=local-server")
			.run(arguments);
	}

	SocketIOServer io() {
		return this.context.getBean(SocketIOServer.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Open a session without joining a namespace.
	 * @param transport the transport
	 * @return the client
	 */
	Client open(Transport transport) {
		int port = this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		Client client = new Client(transport.open(new TestServer("127.0.0.1", port), Mount.SOCKET_IO), "probe");
		this.clients.add(client);
		return client;
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
	public void close() {
		this.clients.forEach(Client::close);
		this.context.close();
	}

}
