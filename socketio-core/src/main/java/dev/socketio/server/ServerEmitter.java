package dev.socketio.server;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.emitter.SocketIOEmitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits through the adapters of a server in this process.
 */
final class ServerEmitter implements SocketIOEmitter {

	private final DefaultSocketIOServer server;

	private final DefaultBroadcastOperator operator;

	ServerEmitter(DefaultSocketIOServer server, DefaultBroadcastOperator operator) {
		this.server = server;
		this.operator = operator;
	}

	@Override
	public SocketIOEmitter of(String namespace) {
		return new ServerEmitter(this.server, this.server.of(namespace).all());
	}

	@Override
	public SocketIOEmitter to(String... rooms) {
		return with(this.operator.options().withRooms(rooms));
	}

	@Override
	public SocketIOEmitter except(String... rooms) {
		return with(this.operator.options().withExcept(rooms));
	}

	@Override
	public SocketIOEmitter asVolatile() {
		return with(this.operator.options().withFlags(this.operator.options().flags().withVolatile()));
	}

	@Override
	public SocketIOEmitter compress(boolean compress) {
		return with(this.operator.options().withFlags(this.operator.options().flags().withCompress(compress)));
	}

	@Override
	public Mono<Void> emit(String event, @Nullable Object @Nullable ... args) {
		return this.operator.publish(event, args);
	}

	@Override
	public Mono<Void> socketsJoin(String... rooms) {
		return this.operator.socketsJoin(rooms);
	}

	@Override
	public Mono<Void> socketsLeave(String... rooms) {
		return this.operator.socketsLeave(rooms);
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return this.operator.disconnectSockets(close);
	}

	@Override
	public Mono<Void> serverSideEmit(String event, @Nullable Object @Nullable ... args) {
		return this.operator.namespace().serverSideEmit(event, args);
	}

	private SocketIOEmitter with(BroadcastOptions options) {
		return new ServerEmitter(this.server, new DefaultBroadcastOperator(this.operator.namespace(), options));
	}

}
