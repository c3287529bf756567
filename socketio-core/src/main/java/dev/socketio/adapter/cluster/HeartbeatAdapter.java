package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.Durations;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A cluster adapter whose servers know of each other by what they publish: whoever has
 * nothing to say sends a heartbeat from time to time, and whoever is silent for too long
 * is not counted any more.
 *
 * @since 0.1.0
 */
public abstract class HeartbeatAdapter extends ClusterAdapter {

	private static final long MAX_TICK = TimeUnit.SECONDS.toNanos(1);

	private final ClusterStatistics statistics;

	private final long interval;

	private final long timeout;

	private final Map<String, Member> members = new ConcurrentHashMap<>();

	private volatile long lastPublished = System.nanoTime();

	private volatile boolean closed;

	private volatile @Nullable Disposable timer;

	/**
	 * Create the adapter of a namespace.
	 * @param namespace the namespace
	 * @param uid identifies this server
	 * @param requestTimeout how long other servers have to answer when the caller does
	 * not say
	 * @param interval how long this server may be silent
	 * @param timeout how long other servers may be silent
	 * @param statistics is told of failures
	 */
	protected HeartbeatAdapter(LocalNamespace namespace, String uid, Duration requestTimeout, Duration interval,
			Duration timeout, ClusterStatistics statistics) {
		super(namespace, uid, requestTimeout, statistics);
		this.statistics = statistics;
		this.interval = Durations.check("heartbeat interval", interval).toNanos();
		this.timeout = Durations.check("heartbeat timeout", timeout).toNanos();
	}

	/**
	 * Return whether messages of other servers would arrive. While they would not, their
	 * silence means nothing.
	 * @return {@code false} while the transport is down
	 */
	protected abstract boolean isListening();

	/**
	 * Ask who is there, and begin to send heartbeats. To be called once, when messages
	 * can be received.
	 */
	protected final void start() {
		long tick = Math.min(MAX_TICK, Math.max(1, Math.min(this.interval, this.timeout) / 4));
		announce();
		this.timer = Schedulers.parallel().schedulePeriodically(this::tick, tick, tick, TimeUnit.NANOSECONDS);
		if (this.closed) {
			stop();
		}
	}

	/** Ask who is there. */
	protected final void announce() {
		publish(new InitialHeartbeat());
	}

	/** Tell that something has been published, which replaces a heartbeat. */
	protected final void published() {
		this.lastPublished = System.nanoTime();
	}

	/**
	 * Tell that a server has said something. To be called before the message is received.
	 * @param server the id of the server, not that of emitters
	 */
	protected final void heard(String server) {
		if (!uid().equals(server)) {
			this.members.computeIfAbsent(server, (id) -> new Member()).heard();
		}
	}

	/**
	 * Tell that a server has said good-bye. It does not count any more, and nobody waits
	 * for its answers.
	 * @param server the id of the server
	 */
	protected final void forget(String server) {
		Member member = this.members.remove(server);
		if (member != null) {
			left(server, member.since);
		}
	}

	/**
	 * Answer a server that asks who is there.
	 * @param message what it said
	 */
	protected final void greet(ClusterMessage message) {
		if (message instanceof InitialHeartbeat) {
			publish(new Heartbeat());
		}
	}

	private void tick() {
		if (this.closed) {
			return;
		}
		if (System.nanoTime() - this.lastPublished >= this.interval) {
			published();
			ApplicationCode.run(() -> publish(new Heartbeat()), this.statistics::error);
		}
		if (isListening()) {
			removeSilent();
		}
		else {
			this.members.values().forEach(Member::heard);
		}
	}

	private void removeSilent() {
		long now = System.nanoTime();
		this.members.forEach((id, member) -> {
			if (now - member.lastHeard > this.timeout && this.members.remove(id, member)) {
				left(id, member.since);
			}
		});
	}

	@Override
	protected Map<String, Long> members() {
		Map<String, Long> present = new HashMap<>();
		this.members.forEach((id, member) -> present.put(id, member.since));
		return present;
	}

	@Override
	public Mono<Integer> serverCount() {
		return Mono.fromSupplier(() -> {
			if (isListening()) {
				removeSilent();
			}
			return this.members.size() + 1;
		});
	}

	@Override
	public Mono<Void> close() {
		this.closed = true;
		stop();
		return super.close();
	}

	private void stop() {
		Disposable scheduled = this.timer;
		if (scheduled != null) {
			scheduled.dispose();
		}
	}

	private static final class Member {

		private final long since = System.nanoTime();

		private volatile long lastHeard = this.since;

		void heard() {
			this.lastHeard = System.nanoTime();
		}

	}

}
