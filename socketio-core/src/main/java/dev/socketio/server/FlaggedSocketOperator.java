package dev.socketio.server;

import java.time.Duration;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits to one local socket with flags.
 *
 * @param socket the socket
 * @param flags the flags
 */
record FlaggedSocketOperator(DefaultSocket socket, BroadcastFlags flags) implements SocketOperator {

	@Override
	public Mono<Void> emit(String event, @Nullable Object @Nullable ... args) {
		return this.socket.output().emit(this.flags, event, args);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object @Nullable ... args) {
		return this.socket.output().emitWithAck(this.flags, event, args);
	}

	@Override
	public SocketOperator asVolatile() {
		return new FlaggedSocketOperator(this.socket, this.flags.withVolatile());
	}

	@Override
	public SocketOperator compress(boolean compress) {
		return new FlaggedSocketOperator(this.socket, this.flags.withCompress(compress));
	}

	@Override
	public SocketOperator timeout(Duration timeout) {
		return new FlaggedSocketOperator(this.socket, this.flags.withTimeout(timeout));
	}

}
