package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.internal.NodeConnection;
import dev.socketio.adapter.redis.internal.NodeConnections;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.adapter.redis.internal.RedisErrors;
import dev.socketio.internal.ApplicationCode;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Reads streams, over a connection of its own, and passes entries on in their order. The
 * position is known before the first read, so nothing is lost between reads, and it
 * advances whatever an entry does.
 */
final class StreamReader {

	private static final Duration MARGIN = Duration.ofSeconds(10);

	private static final long MIN_RETRY_MILLIS = 100;

	private static final long MAX_RETRY_MILLIS = 500;

	/** The key may hold something else, which only people can repair. */
	private static final long REFUSED_RETRY_MILLIS = 5000;

	/** How many entries that were passed on are known. */
	private static final int RECENT = 1000;

	private final NodeConnections redis;

	private final StreamsOptions options;

	private final ClusterStatistics statistics;

	private final Receiver receiver;

	private final Map<String, StreamId> positions = new ConcurrentHashMap<>();

	/** Entries that were passed on, oldest first. */
	private final Set<StreamId> recent = new LinkedHashSet<>();

	private volatile boolean interrupted;

	private long retryMillis = MIN_RETRY_MILLIS;

	/** The read that waits for entries. */
	private volatile @Nullable RedisFuture<?> reading;

	/** That the read was sent over. */
	private volatile @Nullable NodeConnection node;

	private final RedisConnections connections;

	/** Blocks until it is known where the streams end now. */
	StreamReader(RedisConnections connections, StreamsOptions options, List<String> streams, Receiver receiver) {
		this.connections = connections;
		this.redis = connections.dedicated(options.blockTime().plus(MARGIN));
		this.options = options;
		this.statistics = connections.statistics();
		this.receiver = receiver;
		streams.forEach((stream) -> {
			StreamId last = lastId(connections, stream);
			this.positions.put(stream, last);
			remember(last);
		});
		this.redis.addListener(new NodeConnections.Listener() {

			@Override
			public void lost(NodeConnection lost) {
				if (lost == StreamReader.this.node) {
					giveUp();
				}
			}

			@Override
			public void restored(NodeConnection restored) {
				// the next read waits for that
			}

			@Override
			public void moved() {
				NodeConnection current = StreamReader.this.node;
				if (current != null && current != nodeFor()) {
					giveUp();
				}
			}

		});
	}

	/**
	 * Begin anew when the connection breaks: the client would send the same command
	 * again, and add what comes then to what it has of the first answer.
	 */
	private void giveUp() {
		RedisFuture<?> current = this.reading;
		if (current != null) {
			current.cancel(true);
		}
	}

	/** In a Redis Cluster there is a reader for each stream. */
	private @Nullable NodeConnection nodeFor() {
		return this.redis.nodeFor(this.positions.keySet().iterator().next());
	}

	private StreamId lastId(RedisConnections connections, String stream) {
		List<StreamMessage<String, byte[]>> newest = connections
			.join(connections.commands().xrevrange(stream, Range.unbounded(), Limit.from(1)));
		return (newest == null || newest.isEmpty()) ? StreamId.ZERO : StreamId.parse(newest.get(0).getId());
	}

	/** The position behind the last entry that was read. */
	StreamId position(String stream) {
		return this.positions.getOrDefault(stream, StreamId.ZERO);
	}

	void start() {
		read();
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private void read() {
		if (this.connections.isClosed()) {
			return;
		}
		XReadArgs.StreamOffset[] offsets = new LinkedHashMap<>(this.positions).entrySet()
			.stream()
			.map((position) -> XReadArgs.StreamOffset.from(position.getKey(), position.getValue().toString()))
			.toArray(XReadArgs.StreamOffset[]::new);
		XReadArgs args = XReadArgs.Builder.block(this.options.blockTime()).count(this.options.readCount());
		NodeConnection current = nodeFor();
		this.node = current;
		if (current == null || !current.isUp()) {
			Schedulers.parallel().schedule(this::read, MIN_RETRY_MILLIS, TimeUnit.MILLISECONDS);
			return;
		}
		int losses = current.losses();
		if (this.interrupted) {
			lookAtEnds(current);
		}
		RedisFuture<List<StreamMessage<String, byte[]>>> future = current.commands()
			.xread(args, (XReadArgs.StreamOffset<String>[]) offsets);
		this.reading = future;
		if (losses != current.losses()) {
			future.cancel(true);
		}
		future.whenComplete((entries, error) -> {
			if (error != null) {
				failed(error);
			}
			else {
				pass(entries);
			}
		});
	}

	private void pass(@Nullable List<StreamMessage<String, byte[]>> entries) {
		this.retryMillis = MIN_RETRY_MILLIS;
		if (entries != null) {
			for (StreamMessage<String, byte[]> entry : entries) {
				StreamId id = StreamId.parse(entry.getId());
				if (id.compareTo(position(entry.getStream())) > 0) {
					this.positions.put(entry.getStream(), id);
					remember(id);
					pass(entry);
				}
			}
		}
		read();
	}

	private void remember(StreamId id) {
		synchronized (this.recent) {
			this.recent.add(id);
			if (this.recent.size() > RECENT) {
				Iterator<StreamId> oldest = this.recent.iterator();
				oldest.next();
				oldest.remove();
			}
		}
	}

	private boolean isRecent(StreamId id) {
		synchronized (this.recent) {
			return this.recent.contains(id);
		}
	}

	private void pass(StreamMessage<String, byte[]> entry) {
		this.statistics.received();
		// whatever an entry does, those behind it have to be read
		ApplicationCode.run(() -> this.receiver.receive(entry.getStream(), entry.getId(), entry.getBody()),
				this.statistics::error);
	}

	private void failed(Throwable error) {
		if (this.connections.isClosed()) {
			return;
		}
		this.interrupted = true;
		boolean notNow = RedisErrors.isTemporary(error);
		if (notNow) {
			this.redis.suspect();
		}
		if (!RedisErrors.isElsewhere(error) && !(error instanceof CancellationException)) {
			this.statistics.error(error);
		}
		boolean refused = error instanceof RedisCommandExecutionException && !notNow;
		Schedulers.parallel()
			.schedule(this::read, refused ? REFUSED_RETRY_MILLIS : this.retryMillis, TimeUnit.MILLISECONDS);
		this.retryMillis = Math.min(MAX_RETRY_MILLIS, 2 * this.retryMillis);
	}

	/**
	 * A Redis that has lost its streams counts from the beginning, if its clock says so.
	 * A replica that took the place of another Redis may not have had the latest entries.
	 */
	private void lookAtEnds(NodeConnection over) {
		this.interrupted = false;
		for (String stream : this.positions.keySet()) {
			over.commands()
				.xrevrange(stream, Range.unbounded(), Limit.from(1))
				.thenAccept((newest) -> rewind(stream, newest));
		}
	}

	private void rewind(String stream, List<StreamMessage<String, byte[]>> newest) {
		if (newest.isEmpty()) {
			return;
		}
		StreamId end = StreamId.parse(newest.get(0).getId());
		StreamId position = position(stream);
		if (end.compareTo(position) < 0
				&& this.positions.replace(stream, position, isRecent(end) ? end : StreamId.ZERO)) {
			// what is being read begins too late
			giveUp();
		}
	}

	/**
	 * Takes entries. Called by the thread that reads the connection; must not block.
	 */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Take an entry.
		 * @param stream the key of its stream
		 * @param id its id
		 * @param fields its fields
		 */
		void receive(String stream, String id, Map<String, byte[]> fields);

	}

}
