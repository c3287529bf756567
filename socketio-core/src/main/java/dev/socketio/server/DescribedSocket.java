package dev.socketio.server;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A socket that is known by its description only and reached through its own room.
 */
final class DescribedSocket implements RemoteSocket {

	private final SocketDescription description;

	private final BroadcastOperator operator;

	DescribedSocket(DefaultNamespace namespace, SocketDescription description) {
		this(description, new DefaultBroadcastOperator(namespace, BroadcastOptions.ALL.withRooms(description.id())
			.withFlags(BroadcastFlags.NONE.withExpectSingleResponse())));
	}

	private DescribedSocket(SocketDescription description, BroadcastOperator operator) {
		this.description = description;
		this.operator = operator;
	}

	@Override
	public String id() {
		return this.description.id();
	}

	@Override
	public Map<String, @Nullable Object> handshake() {
		return Collections.unmodifiableMap(this.description.handshake());
	}

	@Override
	public Set<String> rooms() {
		return Collections.unmodifiableSet(this.description.rooms());
	}

	@Override
	public Map<String, @Nullable Object> data() {
		return Collections.unmodifiableMap(this.description.data());
	}

	@Override
	public void join(String... rooms) {
		this.operator.socketsJoin(rooms);
	}

	@Override
	public void leave(String room) {
		this.operator.socketsLeave(room);
	}

	@Override
	public void disconnect(boolean close) {
		this.operator.disconnectSockets(close);
	}

	@Override
	public void emit(String event, @Nullable Object @Nullable ... args) {
		this.operator.emit(event, args);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object @Nullable ... args) {
		return this.operator.emitWithAck(event, args)
			.flatMap((responses) -> responses.isEmpty() ? Mono.error(new SocketDisconnectedException())
					: Mono.just(responses.get(0)));
	}

	@Override
	public SocketOperator asVolatile() {
		return new DescribedSocket(this.description, this.operator.asVolatile());
	}

	@Override
	public SocketOperator compress(boolean compress) {
		return new DescribedSocket(this.description, this.operator.compress(compress));
	}

	@Override
	public SocketOperator timeout(Duration timeout) {
		return new DescribedSocket(this.description, this.operator.timeout(timeout));
	}

}
