package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import dev.socketio.internal.ArgumentChecks;

/**
 * A dynamic namespace of this server.
 */
final class DefaultParentNamespace implements ParentNamespace {

	private final NamespaceRegistry registry;

	private final NamespaceMatcher matcher;

	private final NamespaceListeners listeners = new NamespaceListeners();

	DefaultParentNamespace(NamespaceRegistry registry, NamespaceMatcher matcher) {
		this.registry = registry;
		this.matcher = matcher;
	}

	NamespaceMatcher matcher() {
		return this.matcher;
	}

	NamespaceListeners listeners() {
		return this.listeners;
	}

	@Override
	public ParentNamespace use(NamespaceMiddleware middleware) {
		this.listeners.middlewares().add(ArgumentChecks.notNull(middleware, "middleware"));
		return this;
	}

	@Override
	public ParentNamespace onConnection(Consumer<Socket> listener) {
		this.listeners.connection().add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public ParentNamespace on(String event, NamespaceEventListener listener) {
		this.listeners.on(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public ParentNamespace onAny(NamespaceEventListener listener) {
		this.listeners.any().add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public ParentNamespace onDisconnecting(NamespaceDisconnectListener listener) {
		this.listeners.disconnecting().add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public ParentNamespace onDisconnect(NamespaceDisconnectListener listener) {
		this.listeners.disconnect().add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Collection<Namespace> children() {
		List<Namespace> children = new ArrayList<>();
		for (Namespace namespace : this.registry.all()) {
			if (((DefaultNamespace) namespace).parent() == this) {
				children.add(namespace);
			}
		}
		return children;
	}

}
