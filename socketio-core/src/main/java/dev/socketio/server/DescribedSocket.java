package dev.socketio.server;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.TypeRef;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A socket that is known by its description and reached through the room of its id.
 */
final class DescribedSocket implements RemoteSocket {

	private final DefaultNamespace namespace;

	private final SocketDescription description;

	private final BroadcastOperator operator;

	DescribedSocket(DefaultNamespace namespace, SocketDescription description) {
		this(namespace, description,
				new DefaultBroadcastOperator(namespace.scope(), BroadcastOptions.ALL.withRooms(description.id())
					.withFlags(BroadcastFlags.NONE.withExpectSingleResponse())));
	}

	private DescribedSocket(DefaultNamespace namespace, SocketDescription description, BroadcastOperator operator) {
		this.namespace = namespace;
		this.description = description;
		this.operator = operator;
	}

	@Override
	public String id() {
		return this.description.id();
	}

	@Override
	public Namespace namespace() {
		return this.namespace;
	}

	@Override
	public Handshake handshake() {
		return new DescribedHandshake(this.description.handshake(), this.namespace.codec());
	}

	@Override
	public Set<String> rooms() {
		return Collections.unmodifiableSet(this.description.rooms());
	}

	@Override
	public @Nullable Object data() {
		if (!(this.description.data() instanceof Map<?, ?> entries)) {
			return dataArgument().get(0);
		}
		Map<Object, @Nullable Object> values = new LinkedHashMap<>();
		entries.forEach((key, value) -> values.put(key, argument(value).get(0)));
		return Collections.unmodifiableMap(values);
	}

	@Override
	public <T> @Nullable T data(Class<T> type) {
		return dataArgument().get(0, type);
	}

	@Override
	public <T> @Nullable T data(TypeRef<T> type) {
		return dataArgument().get(0, type);
	}

	private Arguments dataArgument() {
		return argument(this.description.data());
	}

	private Arguments argument(@Nullable Object value) {
		return this.namespace.arguments(Collections.singletonList(value));
	}

	@Override
	public Mono<Void> join(String... rooms) {
		return this.operator.socketsJoin(rooms);
	}

	@Override
	public Mono<Void> leave(String... rooms) {
		return this.operator.socketsLeave(rooms);
	}

	@Override
	public Mono<Void> disconnect(boolean close) {
		return this.operator.disconnectSockets(close);
	}

	@Override
	public Mono<Void> emit(String event, @Nullable Object @Nullable ... args) {
		return this.operator.emit(event, args);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object @Nullable ... args) {
		Mono<List<Arguments>> answers = this.operator.emitWithAck(event, args);
		return answers.flatMap((responses) -> responses.isEmpty() ? Mono.error(new SocketDisconnectedException())
				: Mono.just(responses.get(0)));
	}

	@Override
	public SocketOperator asVolatile() {
		return with(this.operator.asVolatile());
	}

	@Override
	public SocketOperator compress(boolean compress) {
		return with(this.operator.compress(compress));
	}

	@Override
	public SocketOperator timeout(Duration timeout) {
		return with(this.operator.timeout(timeout));
	}

	private SocketOperator with(BroadcastOperator changed) {
		return new DescribedSocket(this.namespace, this.description, changed);
	}

}
