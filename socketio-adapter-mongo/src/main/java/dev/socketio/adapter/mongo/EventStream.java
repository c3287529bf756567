package dev.socketio.adapter.mongo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.channel.Inbox;
import dev.socketio.protocol.PacketFormatException;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The documents of other servers, read with one change stream for all namespaces of a
 * server. Safe for use by several threads.
 * <p>
 * When nothing has come for as long as other servers may be silent, this server stores a
 * heartbeat of its own and checks that it arrives. Otherwise the place in the change
 * stream would become older than what MongoDB remembers, and a change stream that stands
 * still would go unnoticed.
 */
final class EventStream {

	/** As long as nothing has come, heartbeats show when the change stream is open. */
	private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);

	private static final int FAST_PROBES = 50;

	/** Doubles with every attempt. */
	private static final Duration REOPEN_DELAY = Duration.ofMillis(100);

	/** Longer than the driver looks for a server, whose error says more than this one. */
	private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(40);

	private static final String SILENT = "The change stream is open, but documents do not arrive; "
			+ "perhaps there is no majority of the replica set";

	private final MongoConnection connection;

	private final Inbox inbox;

	private final ChangeStream stream;

	private final Sinks.Empty<Void> refused = Sinks.empty();

	private final long quiet;

	private volatile @Nullable Disposable probing;

	/** Accessed by one probe after the other. */
	private int probes;

	private long lastProbe = System.nanoTime();

	/** The time at which a heartbeat was stored that has not arrived, 0 if none. */
	private volatile long missing;

	EventStream(MongoConnection connection, Inbox inbox) {
		this.connection = connection;
		this.inbox = inbox;
		this.quiet = connection.options().heartbeatTimeout().toNanos();
		this.stream = new ChangeStream(connection.collection(), connection.uid(), connection.statistics(),
				this::receive, inbox::restored, REOPEN_DELAY);
	}

	/** Completes when the change stream is open. */
	Mono<Void> open() {
		return Mono.defer(() -> {
			this.stream.open();
			long interval = PROBE_INTERVAL.toMillis();
			this.probing = Schedulers.parallel().schedulePeriodically(this::probe, 0, interval, TimeUnit.MILLISECONDS);
			return Mono.firstWithSignal(this.stream.opened(), this.refused.asMono());
		}).timeout(OPEN_TIMEOUT, Mono.error(() -> new MongoTimeoutException(SILENT)));
	}

	private void probe() {
		if (!this.connection.isWriting()) {
			return;
		}
		if (!this.stream.isUp()) {
			if (this.probes++ < FAST_PROBES || this.probes % FAST_PROBES == 0) {
				storeHeartbeat().subscribe((nothing) -> {
				}, this::notStored);
			}
			return;
		}
		this.probes = 0;
		long now = System.nanoTime();
		if (now - this.stream.lastEvent() > this.quiet && now - this.lastProbe > this.quiet) {
			this.lastProbe = now;
			storeHeartbeat().subscribe((nothing) -> {
			}, (error) -> {
			}, () -> expectHeartbeat(now));
		}
	}

	/** Matters while {@link #open()} waits. */
	private void notStored(Throwable error) {
		if (error.getCause() instanceof MongoException refusal) {
			this.refused.tryEmitError(refusal);
		}
	}

	private Mono<Void> storeHeartbeat() {
		return this.connection.publish(Envelope.of(InitialHeartbeat.TYPE, null, this.connection.uid(), "/"));
	}

	private void expectHeartbeat(long sent) {
		if (!isMissing()) {
			this.missing = sent | 1;
		}
	}

	private boolean isMissing() {
		long since = this.missing;
		return since != 0 && this.stream.lastEvent() - since < 0;
	}

	/** Whether documents of others arrive. */
	boolean isReading() {
		return this.stream.isUp() && !(isMissing() && System.nanoTime() - this.missing > 2 * this.quiet);
	}

	private void receive(RawBsonDocument document) {
		try {
			MongoDocuments.Stored stored = MongoDocuments.read(document);
			this.inbox.receive(stored::envelope, stored.id());
		}
		catch (PacketFormatException ex) {
			this.inbox.ignored(String.valueOf(ex.getMessage()));
		}
	}

	void close() {
		Disposable scheduled = this.probing;
		if (scheduled != null) {
			scheduled.dispose();
		}
		this.stream.close();
	}

}
