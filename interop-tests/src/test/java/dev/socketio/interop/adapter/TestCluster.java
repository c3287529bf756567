package dev.socketio.interop.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.server.Socket;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Real servers that share a {@link Backing}, and their clients.
 */
final class TestCluster implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(15);

	/** An event of the suite itself, with a name and a number. */
	static final String SIGNAL = "signal";

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final AtomicInteger SIGNALS = new AtomicInteger();

	private final String name = "c" + NAMES.incrementAndGet();

	/** On plain threads, because loops of local channels park. */
	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, (ThreadFactory) Thread::new,
			LocalIoHandler.newFactory());

	private final List<Member> members = new ArrayList<>();

	private final List<Client> clients = new ArrayList<>();

	private final List<Backing.Connected<SocketIOEmitter>> emitters = new ArrayList<>();

	private final Backing backing;

	private final Timing timing;

	private final @Nullable RecoveryOptions recovery;

	TestCluster(Backing backing, Timing timing, @Nullable RecoveryOptions recovery) {
		this.backing = backing;
		this.timing = timing;
		this.recovery = recovery;
	}

	static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(TIMEOUT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
	}

	static void await(String what, Callable<Boolean> condition) {
		await(what).until(condition);
	}

	/** Start one more server. */
	Member add() {
		Member member = new Member(this.backing.connect(this.name, this.timing), this.recovery, this.loops);
		this.members.add(member);
		return member;
	}

	Member member(int index) {
		return this.members.get(index);
	}

	List<Member> members() {
		return List.copyOf(this.members);
	}

	@Nullable SocketIOEmitter emitter() {
		Backing.Connected<SocketIOEmitter> emitter = this.backing.emitter(this.name);
		if (emitter == null) {
			return null;
		}
		this.emitters.add(emitter);
		return emitter.value();
	}

	/** Wait until these servers, and no other ones, count in a namespace. */
	void awaitMembers(String namespace, Member... present) {
		for (Member member : present) {
			await("servers in " + namespace, () -> member.count(namespace) == present.length);
		}
	}

	/**
	 * Wait until all servers that were started count in a namespace, and get the answers
	 * of each other. To be called before there are clients.
	 */
	void awaitAll(String namespace) {
		awaitMembers(namespace, this.members.toArray(new Member[0]));
		this.members.forEach((member) -> await("answers", () -> member.isAnswered(namespace)));
	}

	// clients

	/** Connect a client to the main namespace of a server. */
	LocalClient connect(int server, String... rooms) {
		return connect(server, "/", rooms);
	}

	LocalClient connect(int server, String namespace, String[] rooms) {
		LocalClient client = open(server, namespace, "{\"token\":\"t" + server + "\"}");
		await("connection to " + namespace, client::isConnected);
		member(server).socket(client).join(rooms);
		return client;
	}

	/** Connect a client without waiting for the answer. */
	LocalClient open(int server, String namespace, String auth) {
		LocalClient client = new LocalClient(member(server).endpoint().address(), this.loops, namespace, auth);
		this.clients.add(new Client(member(server), client));
		return client;
	}

	private Socket socket(Client client) {
		return client.member.socket(client.client);
	}

	/** Wait until every client hears from every server in each of its rooms. */
	void settle() {
		List<Probe> missing = new ArrayList<>();
		for (Client client : connected()) {
			Set<String> rooms = new LinkedHashSet<>(socket(client).rooms());
			for (Member from : this.members) {
				rooms.forEach((room) -> missing.add(new Probe(client.client, from, room, nextSignal())));
			}
		}
		await("rooms").pollInterval(Duration.ofMillis(20)).until(() -> {
			missing.removeIf(Probe::hasArrived);
			missing.forEach(Probe::send);
			return missing.isEmpty();
		});
	}

	/** Let each server tell all clients that it is done, and wait until they know. */
	void finish() {
		finish(this.members);
	}

	/** The same for some of the servers. */
	void finish(List<Member> senders) {
		List<Client> receivers = connected();
		for (Member sender : senders) {
			String signal = nextSignal();
			receivers.stream()
				.map((client) -> client.client.namespace())
				.distinct()
				.forEach((namespace) -> sender.namespace(namespace).emit(SIGNAL, signal, 0));
			receivers.forEach((client) -> await("last event of a server", () -> client.client.hasSignal(signal)));
		}
	}

	static String nextSignal() {
		return "signal-" + SIGNALS.incrementAndGet();
	}

	private List<Client> connected() {
		return this.clients.stream()
			.filter((client) -> client.client.isConnected() && !client.member.hasVanished())
			.toList();
	}

	@Override
	public void close() {
		this.emitters.forEach(Backing.Connected::close);
		this.clients.forEach((client) -> client.client.close());
		this.members.forEach(Member::close);
		this.loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
	}

	private record Client(Member member, LocalClient client) {

	}

	private record Probe(LocalClient client, Member from, String room, String signal) {

		boolean hasArrived() {
			return this.client.hasSignal(this.signal);
		}

		void send() {
			this.from.namespace(this.client.namespace()).to(this.room).emit(SIGNAL, this.signal, 0);
		}

	}

}
