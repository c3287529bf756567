package dev.socketio.autoconfigure.actuate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.socketio.engine.TransportType;
import dev.socketio.listener.support.ListenerDescriptor;
import dev.socketio.server.Namespace;
import dev.socketio.server.SocketIOServer;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows connections, namespaces and listeners of the server. Ids of sessions are
 * credentials and never shown.
 *
 * @since 0.1.0
 */
@Endpoint(id = "socketio")
public class SocketIOEndpoint {

	private final SocketIOServer server;

	private final Supplier<List<ListenerDescriptor>> listeners;

	SocketIOEndpoint(SocketIOServer server, Supplier<List<ListenerDescriptor>> listeners) {
		this.server = server;
		this.listeners = listeners;
	}

	/**
	 * Describe the server.
	 * @return its present state
	 */
	@ReadOperation
	public ServerDescriptor server() {
		Map<String, Integer> connections = new TreeMap<>();
		for (TransportType transport : TransportType.values()) {
			int count = this.server.engine().clientsCount(transport);
			if (count > 0) {
				connections.put(transport.wireName(), count);
			}
		}
		List<NamespaceDescriptor> namespaces = this.server.namespaces()
			.stream()
			.map(NamespaceDescriptor::of)
			.sorted(Comparator.comparing(NamespaceDescriptor::name))
			.toList();
		return new ServerDescriptor(connections, namespaces, this.listeners.get());
	}

	/**
	 * A server.
	 *
	 * @param connections the number of connections, by transport
	 * @param namespaces the namespaces that exist
	 * @param listeners the annotated listeners
	 * @since 0.1.0
	 */
	public record ServerDescriptor(Map<String, Integer> connections, List<NamespaceDescriptor> namespaces,
			List<ListenerDescriptor> listeners) {

	}

	/**
	 * A namespace.
	 *
	 * @param name the name
	 * @param sockets the number of sockets of this server
	 * @param rooms the number of rooms with a socket of this server
	 * @since 0.1.0
	 */
	public record NamespaceDescriptor(String name, int sockets, int rooms) {

		static NamespaceDescriptor of(Namespace namespace) {
			return new NamespaceDescriptor(namespace.name(), namespace.sockets().size(),
					namespace.adapter().rooms().size());
		}

	}

}
