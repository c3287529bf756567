package dev.socketio.adapter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class RoomsTests {

	private final Local namespace = new Local();

	private final InMemoryAdapter adapter = new InMemoryAdapter(this.namespace);

	@Test
	void broadcastReachesTheUnionOnce() {
		sockets("a", "b", "c", "d");
		this.adapter.addAll("a", List.of("r1", "r2"));
		this.adapter.addAll("b", List.of("r2"));
		this.adapter.addAll("c", List.of("r3"));
		assertThat(targets(BroadcastOptions.ALL.withRooms("r1", "r2"))).containsExactlyInAnyOrder("a", "b");
		assertThat(targets(BroadcastOptions.ALL.withRooms("r2").withRooms("r1"))).containsExactlyInAnyOrder("a", "b");
		assertThat(targets(BroadcastOptions.ALL.withRooms("r1", "a", "unknown"))).containsExactly("a");
		assertThat(targets(BroadcastOptions.ALL)).containsExactlyInAnyOrder("a", "b", "c", "d");
	}

	@Test
	void exceptionsWin() {
		sockets("a", "b", "c");
		this.adapter.addAll("a", List.of("r1", "r2"));
		this.adapter.addAll("b", List.of("b", "r1"));
		assertThat(targets(BroadcastOptions.ALL.withRooms("r1").withExcept("r2"))).containsExactly("b");
		assertThat(targets(BroadcastOptions.ALL.withRooms("r1").withExcept("r2", "b"))).isEmpty();
		assertThat(targets(BroadcastOptions.ALL.withExcept("r1"))).containsExactly("c");
		assertThat(targets(BroadcastOptions.ALL.withExcept("unknown"))).hasSize(3);
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("test"), new IOException("test"), new AssertionError("test"),
				new NoClassDefFoundError("test"), new StackOverflowError("test"));
	}

	/** All events of all listeners, and those of all rooms. */
	@ParameterizedTest
	@MethodSource("failures")
	void aListenerThatFailsGetsTheNextEvents(Throwable failure) {
		List<String> events = new ArrayList<>();
		List<Throwable> uncaught = new ArrayList<>();
		Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> uncaught.add(error));
		try {
			this.adapter.addRoomListener(new Recorder(events, failure));
			this.adapter.addRoomListener(new Recorder(events, null));
			sockets("a");
			events.clear();
			uncaught.clear();
			this.adapter.addAll("a", List.of("r1", "r2"));
			this.adapter.del("a", "r1");
			this.adapter.delAll("a");
		}
		finally {
			Thread.currentThread().setUncaughtExceptionHandler(null);
		}
		assertThat(this.adapter.rooms()).isEmpty();
		assertThat(events.subList(0, 8)).containsExactly("create r1", "join r1", "create r1", "join r1", "create r2",
				"join r2", "create r2", "join r2");
		assertThat(events.subList(8, 12)).containsExactly("leave r1", "delete r1", "leave r1", "delete r1");
		assertThat(events).filteredOn((event) -> event.equals("delete r2")).hasSize(2);
		assertThat(uncaught).hasSize((failure instanceof VirtualMachineError) ? events.size() / 2 : 0);
	}

	@Test
	void unknownRoomsAreEmpty() {
		sockets("a");
		assertThat(targets(BroadcastOptions.ALL.withRooms("unknown"))).isEmpty();
		assertThat(this.adapter.sockets(Set.of("unknown"))).isEmpty();
		assertThat(this.adapter.socketRooms("unknown")).isEmpty();
	}

	@Test
	void onlyConnectedSocketsReceive() {
		sockets("a");
		this.adapter.addAll("pending", List.of("r"));
		this.adapter.addAll("a", List.of("r"));
		assertThat(targets(BroadcastOptions.ALL.withRooms("r"))).containsExactly("a");
	}

	@Test
	void eventsHaveAnOrderAndNoOpsHaveNone() {
		List<String> events = new ArrayList<>();
		this.adapter.addRoomListener(recorder(events));
		this.adapter.addAll("a", List.of("a", "r"));
		this.adapter.addAll("a", List.of("r"));
		this.adapter.addAll("b", List.of("r"));
		this.adapter.del("a", "unknown");
		this.adapter.del("unknown", "r");
		this.adapter.del("a", "r");
		this.adapter.del("a", "r");
		this.adapter.delAll("unknown");
		this.adapter.delAll("b");
		this.adapter.delAll("b");
		this.adapter.delAll("a");
		assertThat(events).containsExactly("create a", "join a a", "create r", "join r a", "join r b", "leave r a",
				"leave r b", "delete r", "leave a a", "delete a");
	}

	@Test
	void roomListenersMayUseTheAdapter() {
		List<String> seen = new ArrayList<>();
		this.adapter.addRoomListener(new RoomListener() {

			@Override
			public void onJoinRoom(String room, String id) {
				seen.add(room + " " + RoomsTests.this.adapter.socketRooms(id));
				if (room.equals("r")) {
					RoomsTests.this.adapter.addAll(id, List.of("s"));
				}
			}

			@Override
			public void onDeleteRoom(String room) {
				seen.add("deleted " + room + " " + RoomsTests.this.adapter.rooms());
			}

		});
		this.adapter.addAll("a", List.of("r"));
		this.adapter.del("a", "r");
		assertThat(seen).containsExactly("r [r]", "s [r, s]", "deleted r [s]");
	}

	@Test
	void membershipIsSeenFromBothSides() {
		this.adapter.addAll("a", List.of("a", "r", "s"));
		this.adapter.addAll("b", List.of("r"));
		assertThat(this.adapter.socketRooms("a")).containsExactly("a", "r", "s");
		assertThat(this.adapter.sockets(Set.of("r"))).containsExactlyInAnyOrder("a", "b");
		assertThat(this.adapter.sockets(Set.of("r", "s"))).containsExactlyInAnyOrder("a", "b");
		assertThat(this.adapter.sockets(Set.of())).containsExactlyInAnyOrder("a", "b");
		assertThat(this.adapter.rooms()).containsExactlyInAnyOrder("a", "r", "s");
		this.adapter.delAll("a");
		assertThat(this.adapter.rooms()).containsExactly("r");
		assertThat(this.adapter.socketRooms("a")).isEmpty();
	}

	@Test
	void snapshotsDoNotChange() {
		this.adapter.addAll("a", List.of("r"));
		Set<String> rooms = this.adapter.socketRooms("a");
		Set<String> names = this.adapter.rooms();
		this.adapter.delAll("a");
		assertThat(rooms).containsExactly("r");
		assertThat(names).containsExactly("r");
	}

	@Test
	void remoteOperationsAddressTheSameSockets() {
		sockets("a", "b");
		this.adapter.addAll("a", List.of("r"));
		this.adapter.addSockets(BroadcastOptions.ALL.withRooms("r"), Set.of("s", "t"));
		assertThat(this.adapter.socketRooms("a")).containsExactlyInAnyOrder("r", "s", "t");
		assertThat(this.adapter.socketRooms("b")).isEmpty();
		this.adapter.delSockets(BroadcastOptions.ALL, Set.of("r", "s"));
		assertThat(this.adapter.rooms()).containsExactly("t");
		this.adapter.disconnectSockets(BroadcastOptions.ALL.withRooms("t"), true);
		assertThat(this.namespace.disconnected).containsExactly("a:true");
	}

	@Test
	void socketThatLeavesDuringARemoteJoinLeavesNothing() {
		sockets("a");
		this.namespace.leaving = "a";
		this.adapter.addSockets(BroadcastOptions.ALL, Set.of("r"));
		assertThat(this.adapter.rooms()).isEmpty();
	}

	@Test
	void joiningAndLeavingAtTheSameTimeStaysConsistent() throws InterruptedException {
		for (int round = 0; round < 30; round++) {
			Rooms rooms = new Rooms(RoomLimits.DEFAULT);
			List<Thread> threads = new ArrayList<>();
			for (int t = 0; t < 4; t++) {
				long seed = round * 31L + t;
				threads.add(new Thread(() -> churn(rooms, new SplittableRandom(seed))));
			}
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
			for (String room : rooms.names()) {
				assertThat(rooms.members(room)).isNotEmpty()
					.allSatisfy((id) -> assertThat(rooms.roomsOf(id)).contains(room));
			}
			for (String id : rooms.ids()) {
				assertThat(rooms.roomsOf(id)).allSatisfy((room) -> assertThat(rooms.isMember(room, id)).isTrue());
			}
			List.copyOf(rooms.ids()).forEach(rooms::removeAll);
			assertThat(rooms.names()).isEmpty();
			assertThat(rooms.ids()).isEmpty();
		}
	}

	@Test
	void eventsOfARoomComeInTheOrderOfItsChanges() throws InterruptedException {
		Rooms rooms = new Rooms(RoomLimits.DEFAULT);
		Map<String, List<String>> events = new ConcurrentHashMap<>();
		Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
		rooms.addListener(new RoomListener() {

			@Override
			public void onCreateRoom(String room) {
				note(room, "create");
			}

			@Override
			public void onJoinRoom(String room, String id) {
				note(room, "join " + id);
			}

			@Override
			public void onLeaveRoom(String room, String id) {
				note(room, "leave " + id);
			}

			@Override
			public void onDeleteRoom(String room) {
				note(room, "delete");
			}

			private void note(String room, String event) {
				AtomicInteger threads = inside.computeIfAbsent(room, (key) -> new AtomicInteger());
				List<String> all = events.computeIfAbsent(room, (key) -> new CopyOnWriteArrayList<>());
				all.add((threads.incrementAndGet() == 1) ? event : "overlap");
				Thread.yield();
				threads.decrementAndGet();
			}

		});
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < 4; t++) {
			long seed = t;
			threads.add(new Thread(() -> churn(rooms, new SplittableRandom(seed))));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		List.copyOf(rooms.ids()).forEach(rooms::removeAll);
		assertThat(events).isNotEmpty().allSatisfy((room, list) -> replay(list));
	}

	/** Follow the events of a room, of which none may come at a wrong time. */
	private static void replay(List<String> events) {
		Set<String> members = new HashSet<>();
		boolean exists = false;
		for (String event : events) {
			String id = event.substring(event.indexOf(' ') + 1);
			if (event.equals("create")) {
				assertThat(exists).isFalse();
				exists = true;
			}
			else if (event.equals("delete")) {
				assertThat(exists).isTrue();
				assertThat(members).isEmpty();
				exists = false;
			}
			else if (event.startsWith("join ")) {
				assertThat(exists).isTrue();
				assertThat(members.add(id)).isTrue();
			}
			else {
				assertThat(event).startsWith("leave ");
				assertThat(members.remove(id)).isTrue();
			}
		}
		assertThat(exists).isFalse();
	}

	@Test
	void roomListenersMayChangeTheirRoomAndFail() {
		List<String> events = new ArrayList<>();
		this.adapter.addRoomListener(new RoomListener() {

			@Override
			public void onJoinRoom(String room, String id) {
				if (id.equals("a")) {
					RoomsTests.this.adapter.del("a", room);
					RoomsTests.this.adapter.addAll("b", List.of(room));
				}
				throw new IllegalStateException("failed");
			}

		});
		this.adapter.addRoomListener(recorder(events));
		this.adapter.addAll("a", List.of("r"));
		assertThat(events).containsExactly("create r", "join r a", "leave r a", "delete r", "create r", "join r b");
		assertThat(this.adapter.sockets(Set.of("r"))).containsExactly("b");
	}

	private static void churn(Rooms rooms, SplittableRandom random) {
		for (int i = 0; i < 1500; i++) {
			String id = "s" + random.nextInt(6);
			String room = "r" + random.nextInt(4);
			switch (random.nextInt(8)) {
				case 0 -> rooms.removeAll(id);
				case 1, 2, 3 -> rooms.remove(id, room);
				case 4 -> rooms.add(id, List.of(id, room));
				default -> rooms.add(id, List.of(room));
			}
		}
	}

	private void sockets(String... ids) {
		for (String id : ids) {
			this.namespace.sockets.put(id, new LocalStub(id, this.namespace.disconnected));
		}
	}

	private List<String> targets(BroadcastOptions options) {
		this.adapter.broadcast(Packet.event("/", "e"), options);
		return this.namespace.delivered;
	}

	private static RoomListener recorder(List<String> events) {
		return new RoomListener() {

			@Override
			public void onCreateRoom(String room) {
				events.add("create " + room);
			}

			@Override
			public void onJoinRoom(String room, String id) {
				events.add("join " + room + " " + id);
			}

			@Override
			public void onLeaveRoom(String room, String id) {
				events.add("leave " + room + " " + id);
			}

			@Override
			public void onDeleteRoom(String room) {
				events.add("delete " + room);
			}

		};
	}

	private record LocalStub(String id, List<String> disconnected) implements LocalSocket {

		@Override
		public void disconnect(boolean close) {
			this.disconnected.add(this.id + ":" + close);
		}

		@Override
		public SocketDescription describe() {
			return new SocketDescription(this.id, Map.of(), Set.of(), Map.of());
		}

	}

	/** Remembers what it is asked to deliver. */
	private static final class Local implements LocalNamespace {

		private final Map<String, LocalSocket> sockets = new LinkedHashMap<>();

		private final List<String> disconnected = new ArrayList<>();

		private List<String> delivered = List.of();

		private @Nullable String leaving;

		@Override
		public String name() {
			return "/";
		}

		@Override
		public @Nullable LocalSocket socket(String id) {
			return id.equals(this.leaving) ? null : this.sockets.get(id);
		}

		@Override
		public Collection<? extends LocalSocket> localSockets() {
			return this.sockets.values();
		}

		@Override
		public void deliver(Packet packet, Iterable<? extends LocalSocket> targets, BroadcastFlags flags) {
			List<String> ids = new ArrayList<>();
			targets.forEach((target) -> ids.add(target.id()));
			this.delivered = ids;
		}

		@Override
		public void deliverWithAck(Packet packet, Collection<? extends LocalSocket> targets, BroadcastFlags flags,
				Consumer<Arguments> ack) {
			deliver(packet, targets, flags);
		}

		@Override
		public void receiveServerSideEvent(String event, List<? extends @Nullable Object> args,
				@Nullable Consumer<List<@Nullable Object>> ack) {
			throw new UnsupportedOperationException();
		}

		@Override
		public @Nullable RecoveryOptions recovery() {
			return null;
		}

		@Override
		public Arguments arguments(List<? extends @Nullable Object> values) {
			throw new UnsupportedOperationException();
		}

	}

	private record Recorder(List<String> events, @Nullable Throwable failure) implements RoomListener {

		@Override
		public void onCreateRoom(String room) {
			told("create " + room);
		}

		@Override
		public void onJoinRoom(String room, String id) {
			told("join " + room);
		}

		@Override
		public void onLeaveRoom(String room, String id) {
			told("leave " + room);
		}

		@Override
		public void onDeleteRoom(String room) {
			told("delete " + room);
		}

		private void told(String event) {
			this.events.add(event);
			if (this.failure != null) {
				Recorder.<RuntimeException>sneak(this.failure);
			}
		}

		@SuppressWarnings("unchecked")
		private static <E extends Throwable> void sneak(Throwable failure) throws E {
			throw (E) failure;
		}

	}

}
