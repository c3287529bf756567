package dev.socketio.server;

import java.util.Collection;
import java.util.regex.Pattern;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.engine.Engine;
import dev.socketio.engine.session.EngineEndpoint;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.TypeRef;
import reactor.core.publisher.Mono;

/**
 * A Socket.IO server, known as {@code io} in the Node.js documentation. The server is its
 * own main namespace: {@code io.of("/")} returns {@code io}.
 *
 * @since 0.1.0
 */
public interface SocketIOServer extends Namespace {

	/**
	 * Start to build a server.
	 * @return a builder
	 */
	static SocketIOServerBuilder builder() {
		return new SocketIOServerBuilder();
	}

	/**
	 * Return a namespace, which is created if it does not exist.
	 * @param name the name; a leading slash is added if it is missing
	 * @return the namespace; this server for {@code "/"}
	 */
	Namespace of(String name);

	/**
	 * Add a dynamic namespace. Namespaces that do not exist are created as its children
	 * when a client, or {@link #of(String)}, asks for a name that matches. Several
	 * matchers are asked in the order of their registration. For a matcher that equals an
	 * earlier one, the existing dynamic namespace is returned.
	 * @param matcher decides about names
	 * @return the dynamic namespace
	 */
	ParentNamespace of(NamespaceMatcher matcher);

	/**
	 * Add a dynamic namespace by regular expression, or return the one that exists for
	 * the same expression and flags.
	 * @param pattern matches names
	 * @return the dynamic namespace
	 */
	default ParentNamespace of(Pattern pattern) {
		return of(NamespaceMatcher.regex(ArgumentChecks.notNull(pattern, "pattern")));
	}

	/**
	 * Return the namespaces that exist now, this server among them.
	 * @return a snapshot
	 */
	Collection<Namespace> namespaces();

	/**
	 * Add a listener for namespaces that are created.
	 * @param listener the listener
	 * @return this server
	 */
	SocketIOServer onNewNamespace(NewNamespaceListener listener);

	/**
	 * Return the Engine.IO server whose connections this server uses.
	 * @return its settings, numbers and listeners
	 */
	Engine engine();

	/**
	 * Return the endpoint that serves the requests of clients, for a web server.
	 * @return the endpoint
	 */
	EngineEndpoint endpoint();

	/**
	 * Return an emitter for parts of the application that should not depend on the
	 * server.
	 * @return an emitter into the main namespace
	 */
	SocketIOEmitter emitter();

	/**
	 * Disconnect all clients and close the adapters. Clients may reconnect to another
	 * server at once.
	 * @return completes when all connections are closed
	 */
	Mono<Void> close();

	// methods of namespaces that return this

	@Override
	SocketIOServer use(NamespaceMiddleware middleware);

	@Override
	SocketIOServer onConnection(ConnectionListener listener);

	@Override
	SocketIOServer on(String event, NamespaceEventListener listener);

	@Override
	SocketIOServer once(String event, NamespaceEventListener listener);

	@Override
	SocketIOServer off(String event, NamespaceEventListener listener);

	@Override
	SocketIOServer off(String event, NamespaceValueListener<?> listener);

	@Override
	SocketIOServer off(String event);

	@Override
	SocketIOServer onAny(NamespaceEventListener listener);

	@Override
	SocketIOServer offAny(NamespaceEventListener listener);

	@Override
	SocketIOServer onDisconnecting(NamespaceDisconnectListener listener);

	@Override
	SocketIOServer onDisconnect(NamespaceDisconnectListener listener);

	@Override
	SocketIOServer onServerSide(String event, ServerSideListener listener);

	@Override
	SocketIOServer offServerSide(String event, ServerSideListener listener);

	@Override
	SocketIOServer offServerSide(String event);

	@Override
	default <T> SocketIOServer on(String event, Class<T> type, NamespaceValueListener<T> listener) {
		return on(event, NamespaceValueAdapter.of(type, listener));
	}

	@Override
	default <T> SocketIOServer on(String event, TypeRef<T> type, NamespaceValueListener<T> listener) {
		return on(event, NamespaceValueAdapter.of(type, listener));
	}

	@Override
	default <T> SocketIOServer once(String event, Class<T> type, NamespaceValueListener<T> listener) {
		return once(event, NamespaceValueAdapter.of(type, listener));
	}

	@Override
	default <T> SocketIOServer once(String event, TypeRef<T> type, NamespaceValueListener<T> listener) {
		return once(event, NamespaceValueAdapter.of(type, listener));
	}

}
