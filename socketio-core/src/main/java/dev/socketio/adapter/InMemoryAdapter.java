package dev.socketio.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The adapter of a server without others, with the rooms in memory. Adapters of clusters
 * extend it for their local part.
 *
 * @since 0.1.0
 */
public class InMemoryAdapter implements Adapter {

	private static final Logger logger = LoggerFactory.getLogger(InMemoryAdapter.class);

	private final LocalNamespace namespace;

	private final Rooms rooms;

	private final @Nullable PacketLog log;

	private volatile Function<Arguments, @Nullable Object> customHook = (data) -> null;

	/**
	 * Create the adapter of a namespace.
	 * @param namespace the namespace
	 */
	public InMemoryAdapter(LocalNamespace namespace) {
		this(namespace, namespace.recovery());
	}

	/**
	 * Create the adapter of a namespace.
	 * @param namespace the namespace
	 * @param recovery how long this server keeps the packets that its clients have
	 * missed, {@code null} if it keeps none
	 */
	protected InMemoryAdapter(LocalNamespace namespace, @Nullable RecoveryOptions recovery) {
		this.namespace = namespace;
		this.rooms = new Rooms(namespace.roomLimits());
		this.log = (recovery != null) ? log(namespace, recovery) : null;
	}

	private static PacketLog log(LocalNamespace namespace, RecoveryOptions recovery) {
		RecoveryBudget budget = namespace.recoveryBudget();
		return new PacketLog(recovery, (budget != null) ? budget : new RecoveryBudget(recovery.maxBytes()),
				System::nanoTime, Schedulers.parallel());
	}

	/**
	 * Return the namespace.
	 * @return the namespace
	 */
	protected final LocalNamespace namespace() {
		return this.namespace;
	}

	@Override
	public String describe() {
		return (getClass() == InMemoryAdapter.class) ? "memory adapter" : Adapter.super.describe();
	}

	@Override
	public void addAll(String id, Collection<String> names) {
		this.rooms.add(id, names);
	}

	@Override
	public void del(String id, String room) {
		this.rooms.remove(id, room);
	}

	@Override
	public void delAll(String id) {
		this.rooms.removeAll(id);
	}

	@Override
	public Set<String> sockets(Set<String> names) {
		if (ArgumentChecks.noNulls(names, "rooms").isEmpty()) {
			return new LinkedHashSet<>(this.rooms.ids());
		}
		Set<String> ids = new LinkedHashSet<>();
		names.forEach((room) -> ids.addAll(this.rooms.members(room)));
		return ids;
	}

	@Override
	public Set<String> socketRooms(String id) {
		return this.rooms.roomsOf(id);
	}

	@Override
	public Set<String> rooms() {
		return this.rooms.names();
	}

	@Override
	public Mono<Void> broadcast(Packet packet, BroadcastOptions options) {
		PacketLog packets = this.log;
		if (packets == null || !isRecoverable(packet, options.flags())) {
			this.namespace.deliver(packet, targets(options), options.flags());
			return Mono.empty();
		}
		// Clients must get offsets in ascending order: the last one says what they have.
		synchronized (packets) {
			Packet numbered = packets.append(packet, options);
			try {
				long bytes = this.namespace.deliverMeasured(numbered, targets(options), options.flags());
				packets.measured(numbered, bytes);
			}
			catch (Throwable ex) {
				// it could not be encoded for recovered clients either
				packets.withdraw(numbered);
				throw ex;
			}
		}
		return Mono.empty();
	}

	@Override
	public void persistSession(Session session) {
		if (this.log != null) {
			this.log.store(session);
		}
	}

	@Override
	public Mono<Session> takeSession(String pid) {
		return (this.log != null) ? Mono.justOrEmpty(this.log.take(pid)) : Mono.empty();
	}

	@Override
	public Mono<List<Packet>> missedPackets(Session session, String offset) {
		return (this.log != null) ? Mono.justOrEmpty(this.log.since(offset, session.rooms())) : Mono.empty();
	}

	@Override
	public @Nullable String currentOffset() {
		return (this.log != null) ? this.log.position() : null;
	}

	/**
	 * Return whether recovered clients get a packet that they have missed.
	 * @param packet the packet
	 * @param flags how it is sent
	 * @return {@code true} for events without acknowledgement that are not volatile
	 */
	protected static boolean isRecoverable(Packet packet, BroadcastFlags flags) {
		return packet.type() == PacketType.EVENT && !packet.hasAckId() && !flags.isVolatile();
	}

	@Override
	public void broadcastWithAck(Packet packet, BroadcastOptions options, IntConsumer clientCount,
			Consumer<Arguments> ack) {
		AckReceiver receiver = new AckReceiver(clientCount, ack);
		List<LocalSocket> targets = targets(options);
		receiver.clientCount(targets.size());
		this.namespace.deliverWithAck(packet, targets, options.flags(), receiver::acknowledged);
	}

	@Override
	public Flux<SocketDescription> fetchSockets(BroadcastOptions options) {
		List<SocketDescription> found = new ArrayList<>();
		targets(options).forEach((socket) -> found.add(socket.describe()));
		return Flux.fromIterable(found);
	}

	@Override
	public Mono<Void> addSockets(BroadcastOptions options, Set<String> names) {
		ArgumentChecks.noNulls(names, "rooms");
		this.namespace.roomLimits().checkNames(names);
		for (LocalSocket socket : targets(options)) {
			add(socket.id(), names);
			if (this.namespace.socket(socket.id()) == null) {
				// it left in the meantime, after its rooms had been removed
				delAll(socket.id());
			}
		}
		return Mono.empty();
	}

	/** A socket that is in too many rooms must not keep the others out. */
	private void add(String id, Set<String> names) {
		try {
			addAll(id, names);
		}
		catch (IllegalStateException ex) {
			logger.warn("A socket could not be added to rooms: {}", ex.getMessage());
		}
	}

	@Override
	public Mono<Void> delSockets(BroadcastOptions options, Set<String> names) {
		ArgumentChecks.noNulls(names, "rooms");
		targets(options).forEach((socket) -> names.forEach((room) -> del(socket.id(), room)));
		return Mono.empty();
	}

	@Override
	public Mono<Void> disconnectSockets(BroadcastOptions options, boolean close) {
		disconnect(targets(options), close);
		return Mono.empty();
	}

	/**
	 * Disconnect sockets of this server. An exception of a listener does not affect the
	 * other sockets.
	 * @param targets the sockets
	 * @param close whether to close their connections too
	 */
	protected final void disconnect(List<LocalSocket> targets, boolean close) {
		targets.forEach((socket) -> ApplicationCode.run(() -> socket.disconnect(close),
				(error) -> logger.error("Socket {} could not be disconnected in order", socket.id(), error)));
	}

	@Override
	public Mono<Void> serverSideEmit(String event, List<? extends @Nullable Object> args) {
		ArgumentChecks.notNull(event, "event");
		return Mono.empty();
	}

	@Override
	public Mono<List<Arguments>> serverSideEmitWithAck(String event, List<? extends @Nullable Object> args,
			@Nullable Duration timeout) {
		ArgumentChecks.notNull(event, "event");
		return Mono.just(List.of());
	}

	@Override
	public void customHook(Function<Arguments, @Nullable Object> hook) {
		this.customHook = ArgumentChecks.notNull(hook, "hook");
	}

	@Override
	public Mono<List<Arguments>> customRequest(@Nullable Object data) {
		List<Arguments> answers = new ArrayList<>(1);
		List<Throwable> failures = new ArrayList<>(1);
		ApplicationCode.run(() -> answers.add(answer(data)), failures::add);
		return failures.isEmpty() ? Mono.just(answers) : Mono.error(failures.get(0));
	}

	/**
	 * Answer a custom request with the hook of this server.
	 * @param data the data of the request
	 * @return the answer, as the only argument
	 */
	protected final Arguments answer(@Nullable Object data) {
		Object answer = this.customHook.apply(this.namespace.arguments(Collections.singletonList(data)));
		return this.namespace.arguments(Collections.singletonList(answer));
	}

	@Override
	public Mono<Integer> serverCount() {
		return Mono.just(1);
	}

	@Override
	public void addRoomListener(RoomListener listener) {
		this.rooms.addListener(listener);
	}

	@Override
	public Mono<Void> close() {
		if (this.log != null) {
			this.log.close();
		}
		return Mono.empty();
	}

	/**
	 * Find the connected sockets of this server that are addressed.
	 * @param options the targets
	 * @return a new list, each socket at most once
	 */
	protected final List<LocalSocket> targets(BroadcastOptions options) {
		Set<String> excluded = excluded(options.except());
		if (options.rooms().isEmpty()) {
			return allSockets(excluded);
		}
		List<LocalSocket> targets = new ArrayList<>();
		Set<String> seen = (options.rooms().size() > 1) ? new HashSet<>() : Set.of();
		boolean union = options.rooms().size() > 1;
		for (String room : options.rooms()) {
			for (String id : this.rooms.members(room)) {
				if (!excluded.contains(id) && (!union || seen.add(id))) {
					LocalSocket socket = this.namespace.socket(id);
					if (socket != null) {
						targets.add(socket);
					}
				}
			}
		}
		return targets;
	}

	private List<LocalSocket> allSockets(Set<String> excluded) {
		List<LocalSocket> targets = new ArrayList<>();
		for (LocalSocket socket : this.namespace.localSockets()) {
			if (!excluded.contains(socket.id())) {
				targets.add(socket);
			}
		}
		return targets;
	}

	private Set<String> excluded(Set<String> except) {
		if (except.isEmpty()) {
			return Set.of();
		}
		Set<String> ids = new HashSet<>();
		except.forEach((room) -> ids.addAll(this.rooms.members(room)));
		return ids;
	}

}
