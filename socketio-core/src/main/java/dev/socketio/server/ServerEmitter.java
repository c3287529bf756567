package dev.socketio.server;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.emitter.BroadcastBuilder;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.internal.ArgumentChecks;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits through the adapters of a server in this process.
 */
final class ServerEmitter extends BroadcastBuilder<SocketIOEmitter> implements SocketIOEmitter {

	private final DefaultNamespace namespace;

	private final BroadcastOptions options;

	ServerEmitter(DefaultNamespace namespace, BroadcastOptions options) {
		this.namespace = namespace;
		this.options = options;
	}

	@Override
	public SocketIOEmitter of(String name) {
		ArgumentChecks.notNull(name, "namespace");
		return new ServerEmitter(this.namespace.context().registry().of(name), BroadcastOptions.ALL);
	}

	@Override
	protected BroadcastOptions options() {
		return this.options;
	}

	@Override
	protected SocketIOEmitter with(BroadcastOptions changed) {
		return new ServerEmitter(this.namespace, changed);
	}

	@Override
	public Mono<Void> emit(String event, @Nullable Object @Nullable ... args) {
		return this.namespace.scope().emit(this.options, event, args);
	}

	@Override
	public Mono<Void> socketsJoin(String... rooms) {
		return this.namespace.scope().socketsJoin(this.options, rooms);
	}

	@Override
	public Mono<Void> socketsLeave(String... rooms) {
		return this.namespace.scope().socketsLeave(this.options, rooms);
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return this.namespace.scope().disconnectSockets(this.options, close);
	}

	@Override
	public Mono<Void> serverSideEmit(String event, @Nullable Object @Nullable ... args) {
		return this.namespace.serverSideEmit(event, args);
	}

}
