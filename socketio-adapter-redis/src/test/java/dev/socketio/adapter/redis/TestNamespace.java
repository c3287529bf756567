package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.RoomLimits;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A namespace whose sockets remember what they get.
 */
final class TestNamespace implements LocalNamespace {

	private static final JsonPacketCodec CODEC = new JsonPacketCodec(JsonMapper.shared());

	private final String name;

	private final @Nullable RecoveryOptions recovery;

	private final Map<String, TestSocket> sockets = new ConcurrentHashMap<>();

	final List<String> serverSide = new CopyOnWriteArrayList<>();

	final List<BroadcastFlags> flags = new CopyOnWriteArrayList<>();

	/** What listeners of other servers' events answer. */
	List<@Nullable Object> answer = List.of("pong");

	boolean answers = true;

	/** What application code throws from now on. */
	volatile @Nullable Throwable failure;

	private @Nullable Adapter adapter;

	TestNamespace(String name, boolean recovery) {
		this.name = name;
		this.recovery = recovery ? new RecoveryOptions(Duration.ofMinutes(2), true, 1000, 1000) : null;
	}

	TestNamespace join(Adapter created) {
		this.adapter = created;
		return this;
	}

	Adapter adapter() {
		return Objects.requireNonNull(this.adapter);
	}

	TestSocket connect(String id, String... rooms) {
		return connectAs(id, id, rooms);
	}

	/** A client with a name that is not its id. */
	TestSocket connectAs(String name, String id, String... rooms) {
		TestSocket socket = new TestSocket(name, id);
		this.sockets.put(id, socket);
		adapter().addAll(id, List.of(id));
		if (rooms.length > 0) {
			adapter().addAll(id, List.of(rooms));
		}
		return socket;
	}

	private void failIfWanted() {
		Throwable wanted = this.failure;
		if (wanted != null) {
			TestNamespace.<RuntimeException>sneak(wanted);
		}
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void sneak(Throwable wanted) throws E {
		throw (E) wanted;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public @Nullable LocalSocket socket(String id) {
		return this.sockets.get(id);
	}

	@Override
	public Collection<? extends LocalSocket> localSockets() {
		return this.sockets.values();
	}

	@Override
	public void deliver(Packet packet, Iterable<? extends LocalSocket> targets, BroadcastFlags how) {
		this.flags.add(how);
		failIfWanted();
		targets.forEach((target) -> ((TestSocket) target).received.add(text(packet.data())));
	}

	@Override
	public void deliverWithAck(Packet packet, Collection<? extends LocalSocket> targets, BroadcastFlags how,
			Consumer<Arguments> ack) {
		for (LocalSocket target : targets) {
			TestSocket socket = (TestSocket) target;
			socket.received.add(text(packet.data()));
			if (socket.acks) {
				ack.accept(arguments(List.of(socket.name + ":" + packet.event())));
			}
		}
	}

	@Override
	public void receiveServerSideEvent(String event, List<? extends @Nullable Object> args,
			@Nullable Consumer<List<@Nullable Object>> ack) {
		List<@Nullable Object> all = new ArrayList<>();
		all.add(event);
		all.addAll(args);
		this.serverSide.add(text(all));
		failIfWanted();
		if (ack != null && this.answers) {
			ack.accept(this.answer);
		}
	}

	/** In the form of JSON, bytes as Base64. */
	static String text(List<? extends @Nullable Object> values) {
		return JsonMapper.shared().writeValueAsString(values);
	}

	@Override
	public @Nullable RecoveryOptions recovery() {
		return this.recovery;
	}

	/** As many as a test wants. */
	@Override
	public RoomLimits roomLimits() {
		return new RoomLimits(RoomLimits.DEFAULT.maxLength(), Integer.MAX_VALUE);
	}

	@Override
	public Arguments arguments(List<? extends @Nullable Object> values) {
		return CODEC.arguments(values);
	}

	final class TestSocket implements LocalSocket {

		private final String name;

		private final String id;

		final List<String> received = new CopyOnWriteArrayList<>();

		final List<Boolean> disconnects = new CopyOnWriteArrayList<>();

		final Map<String, @Nullable Object> data = new LinkedHashMap<>();

		boolean acks = true;

		TestSocket(String name, String id) {
			this.name = name;
			this.id = id;
		}

		@Override
		public String id() {
			return this.id;
		}

		Set<String> rooms() {
			return adapter().socketRooms(this.id);
		}

		@Override
		public void disconnect(boolean close) {
			adapter().delAll(this.id);
			TestNamespace.this.sockets.remove(this.id);
			// at last: who sees it may rely on the rest
			this.disconnects.add(close);
		}

		@Override
		public SocketDescription describe() {
			return new SocketDescription(this.id, Map.of("address", "127.0.0.1"), rooms(), this.data);
		}

	}

}
