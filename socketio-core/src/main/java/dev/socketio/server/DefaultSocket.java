package dev.socketio.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A socket of this server. Its life is driven by the {@link ClientConnection}, on the
 * loop that owns the connection.
 */
final class DefaultSocket implements Socket, LocalSocket {

	private final String id;

	private final DefaultNamespace namespace;

	private final ClientConnection client;

	private final DefaultHandshake handshake;

	private final SocketListeners listeners = new SocketListeners();

	private final SocketLifecycle lifecycle;

	private final SocketOutput output;

	private final SocketInput input;

	private final SocketData data = new SocketData();

	/** {@code null} if recovery is off. */
	private final @Nullable Recovery recovery;

	DefaultSocket(String id, DefaultNamespace namespace, ClientConnection client, DefaultHandshake handshake,
			@Nullable Recovery recovery) {
		this.id = id;
		this.recovery = recovery;
		this.namespace = namespace;
		this.client = client;
		this.handshake = handshake;
		this.lifecycle = new SocketLifecycle(this, client, recovery);
		this.output = new SocketOutput(this, namespace.context().options(), recovery);
		this.input = new SocketInput(this, client);
	}

	long authBytes() {
		return this.handshake.retainedBytes();
	}

	SocketLifecycle lifecycle() {
		return this.lifecycle;
	}

	SocketOutput output() {
		return this.output;
	}

	SocketInput input() {
		return this.input;
	}

	SocketListeners listeners() {
		return this.listeners;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public DefaultNamespace namespace() {
		return this.namespace;
	}

	@Override
	public DefaultHandshake handshake() {
		return this.handshake;
	}

	@Override
	public SocketConnection connection() {
		return this.client.connection();
	}

	EngineSession session() {
		return this.client.session();
	}

	@Override
	public boolean isConnected() {
		return this.lifecycle.isConnected();
	}

	@Override
	public boolean isRecovered() {
		return this.recovery != null && this.recovery.isRecovered();
	}

	@Override
	public Map<String, @Nullable Object> data() {
		return this.data.map();
	}

	@Override
	public Map<String, String> namespaceVariables() {
		return this.namespace.variables();
	}

	@Override
	public Set<String> rooms() {
		return this.namespace.adapter().socketRooms(this.id);
	}

	@Override
	public Mono<Void> join(String... rooms) {
		ArgumentChecks.noNulls(rooms, "rooms");
		if (this.lifecycle.isDisconnected()) {
			return Mono.empty();
		}
		Adapter adapter = this.namespace.adapter();
		adapter.addAll(this.id, Arrays.asList(rooms));
		if (this.lifecycle.isDisconnected() && !isReplaced()) {
			// it left in the meantime, so nothing else cleans up after it
			adapter.delAll(this.id);
		}
		return Mono.empty();
	}

	/** Whether a recovered socket has this id now, so that the rooms belong to it. */
	private boolean isReplaced() {
		LocalSocket present = this.namespace.socket(this.id);
		return present != null && present != this;
	}

	@Override
	public Mono<Void> leave(String... rooms) {
		for (String room : ArgumentChecks.noNulls(rooms, "rooms")) {
			this.namespace.adapter().del(this.id, room);
		}
		return Mono.empty();
	}

	// sending

	@Override
	public Mono<Void> emit(String event, @Nullable Object @Nullable ... args) {
		return this.output.emit(BroadcastFlags.NONE, event, args);
	}

	@Override
	public Mono<Arguments> emitWithAck(String event, @Nullable Object @Nullable ... args) {
		return this.output.emitWithAck(BroadcastFlags.NONE, event, args);
	}

	@Override
	public SocketOperator asVolatile() {
		return new FlaggedSocketOperator(this, BroadcastFlags.NONE.withVolatile());
	}

	@Override
	public SocketOperator compress(boolean compress) {
		return new FlaggedSocketOperator(this, BroadcastFlags.NONE.withCompress(compress));
	}

	@Override
	public SocketOperator timeout(Duration timeout) {
		return new FlaggedSocketOperator(this,
				BroadcastFlags.NONE.withTimeout(ArgumentChecks.notNull(timeout, "timeout")));
	}

	/**
	 * Run a task where the socket may be touched, unless there is no such place any more.
	 */
	boolean execute(Runnable task) {
		return this.client.execute(task);
	}

	PacketCodec codec() {
		return this.namespace.codec();
	}

	// listeners

	@Override
	public Socket on(String event, ClientEventListener listener) {
		this.listeners.events()
			.add(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket once(String event, ClientEventListener listener) {
		this.listeners.once(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket off(String event, ClientEventListener listener) {
		this.listeners.events()
			.remove(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket off(String event, ClientValueListener<?> listener) {
		this.listeners.events()
			.remove(ArgumentChecks.notNull(event, "event"), ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket off(String event) {
		this.listeners.events().removeAll(ArgumentChecks.notNull(event, "event"));
		return this;
	}

	@Override
	public Socket onAny(CatchAllListener listener) {
		this.listeners.addAny(ArgumentChecks.notNull(listener, "listener"), false);
		return this;
	}

	@Override
	public Socket prependAny(CatchAllListener listener) {
		this.listeners.addAny(ArgumentChecks.notNull(listener, "listener"), true);
		return this;
	}

	@Override
	public Socket offAny(CatchAllListener listener) {
		this.listeners.removeAny(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket onAnyOutgoing(OutgoingListener listener) {
		this.listeners.addOutgoing(ArgumentChecks.notNull(listener, "listener"), false);
		return this;
	}

	@Override
	public Socket prependAnyOutgoing(OutgoingListener listener) {
		this.listeners.addOutgoing(ArgumentChecks.notNull(listener, "listener"), true);
		return this;
	}

	@Override
	public Socket offAnyOutgoing(OutgoingListener listener) {
		this.listeners.removeOutgoing(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket use(SocketMiddleware middleware) {
		this.listeners.addMiddleware(ArgumentChecks.notNull(middleware, "middleware"));
		return this;
	}

	@Override
	public Socket onDisconnecting(DisconnectListener listener) {
		this.listeners.addDisconnecting(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket onDisconnect(DisconnectListener listener) {
		this.listeners.addDisconnect(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	@Override
	public Socket onError(ErrorListener listener) {
		this.listeners.addError(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	// broadcasting

	@Override
	public BroadcastOperator to(String... rooms) {
		return operator(withoutSelf().withRooms(rooms));
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return operator(withoutSelf().withExcept(rooms));
	}

	@Override
	public BroadcastOperator broadcast() {
		return operator(withoutSelf());
	}

	private BroadcastOptions withoutSelf() {
		return BroadcastOptions.ALL.withExcept(this.id);
	}

	private BroadcastOperator operator(BroadcastOptions options) {
		return new DefaultBroadcastOperator(this.namespace.scope(), options);
	}

	@Override
	public void disconnect(boolean close) {
		execute(() -> {
			if (close) {
				this.client.disconnectAll();
			}
			else {
				this.lifecycle.dismiss();
			}
		});
	}

	@Override
	public SocketDescription describe() {
		return new SocketDescription(this.id, this.handshake.toMap(), rooms(), dataSnapshot());
	}

	Map<String, @Nullable Object> dataSnapshot() {
		return this.data.snapshot();
	}

}
