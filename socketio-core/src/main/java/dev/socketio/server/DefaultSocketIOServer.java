package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.engine.Engine;
import dev.socketio.engine.session.EngineEndpoint;
import dev.socketio.internal.ArgumentChecks;
import reactor.core.publisher.Mono;

/**
 * The server, which is its own main namespace.
 */
final class DefaultSocketIOServer extends DefaultNamespace implements SocketIOServer {

	DefaultSocketIOServer(ServerContext context) {
		super("/", context, null, Map.of());
		context.registry().addMain(this);
		context.start(this);
	}

	@Override
	public SocketIOServer server() {
		return this;
	}

	@Override
	public DefaultNamespace of(String name) {
		return context().registry().of(ArgumentChecks.notNull(name, "name"));
	}

	@Override
	public ParentNamespace of(NamespaceMatcher matcher) {
		return context().registry().of(ArgumentChecks.notNull(matcher, "matcher"));
	}

	@Override
	public Collection<Namespace> namespaces() {
		return new ArrayList<>(context().registry().all());
	}

	@Override
	public SocketIOServer onNewNamespace(NewNamespaceListener listener) {
		context().registry().addListener(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Engine engine() {
		return context().engine();
	}

	@Override
	public EngineEndpoint endpoint() {
		return context().engine();
	}

	@Override
	public SocketIOEmitter emitter() {
		return new ServerEmitter(this, BroadcastOptions.ALL);
	}

	@Override
	public Mono<Void> close() {
		context().shutdown();
		return context().engine().close().then(Mono.defer(context().registry()::close));
	}

	@Override
	public SocketIOServer use(NamespaceMiddleware middleware) {
		super.use(middleware);
		return this;
	}

	@Override
	public SocketIOServer onConnection(ConnectionListener listener) {
		super.onConnection(listener);
		return this;
	}

	@Override
	public SocketIOServer on(String event, NamespaceEventListener listener) {
		super.on(event, listener);
		return this;
	}

	@Override
	public SocketIOServer once(String event, NamespaceEventListener listener) {
		super.once(event, listener);
		return this;
	}

	@Override
	public SocketIOServer off(String event, NamespaceEventListener listener) {
		super.off(event, listener);
		return this;
	}

	@Override
	public SocketIOServer off(String event, NamespaceValueListener<?> listener) {
		super.off(event, listener);
		return this;
	}

	@Override
	public SocketIOServer off(String event) {
		super.off(event);
		return this;
	}

	@Override
	public SocketIOServer onAny(NamespaceEventListener listener) {
		super.onAny(listener);
		return this;
	}

	@Override
	public SocketIOServer offAny(NamespaceEventListener listener) {
		super.offAny(listener);
		return this;
	}

	@Override
	public SocketIOServer onDisconnecting(NamespaceDisconnectListener listener) {
		super.onDisconnecting(listener);
		return this;
	}

	@Override
	public SocketIOServer onDisconnect(NamespaceDisconnectListener listener) {
		super.onDisconnect(listener);
		return this;
	}

	@Override
	public SocketIOServer onServerSide(String event, ServerSideListener listener) {
		super.onServerSide(event, listener);
		return this;
	}

	@Override
	public SocketIOServer offServerSide(String event, ServerSideListener listener) {
		super.offServerSide(event, listener);
		return this;
	}

	@Override
	public SocketIOServer offServerSide(String event) {
		super.offServerSide(event);
		return this;
	}

}
