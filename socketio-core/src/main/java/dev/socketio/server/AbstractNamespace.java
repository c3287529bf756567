package dev.socketio.server;

import dev.socketio.internal.ArgumentChecks;

/**
 * Base class of namespaces and dynamic namespaces: registers middlewares and listeners.
 *
 * @param <N> the type of the namespace
 */
abstract class AbstractNamespace<N> extends AbstractBroadcastTarget implements ListenerRegistry<N> {

	private final NamespaceListeners listeners = new NamespaceListeners();

	/** Return this. */
	abstract N self();

	NamespaceListeners listeners() {
		return this.listeners;
	}

	@Override
	public N use(NamespaceMiddleware middleware) {
		this.listeners.middlewares().add(ArgumentChecks.notNull(middleware, "middleware"));
		return self();
	}

	@Override
	public N onConnection(ConnectionListener listener) {
		this.listeners.connection().add(ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

	@Override
	public N on(String event, NamespaceEventListener listener) {
		this.listeners.events()
			.add(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

	@Override
	public N once(String event, NamespaceEventListener listener) {
		this.listeners.once(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

	@Override
	public N off(String event, NamespaceEventListener listener) {
		this.listeners.events()
			.remove(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

	@Override
	public N off(String event, NamespaceValueListener<?> listener) {
		this.listeners.events()
			.remove(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

	@Override
	public N off(String event) {
		this.listeners.events().removeAll(ArgumentChecks.notNull(event, "event"));
		return self();
	}

	@Override
	public N onAny(NamespaceEventListener listener) {
		this.listeners.any().add(ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

	@Override
	public N offAny(NamespaceEventListener listener) {
		this.listeners.any().remove(ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

	@Override
	public N onDisconnecting(NamespaceDisconnectListener listener) {
		this.listeners.disconnecting().add(ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

	@Override
	public N onDisconnect(NamespaceDisconnectListener listener) {
		this.listeners.disconnect().add(ArgumentChecks.notNull(listener, "listener"));
		return self();
	}

}
