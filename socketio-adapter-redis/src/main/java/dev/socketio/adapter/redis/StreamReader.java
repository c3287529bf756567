package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
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

	private static final long MAX_RETRY_MILLIS = 5000;

	private final RedisConnections.Dedicated redis;

	private final StreamsOptions options;

	private final ClusterStatistics statistics;

	private final Receiver receiver;

	private final Map<String, StreamId> positions = new ConcurrentHashMap<>();

	private long retryMillis = MIN_RETRY_MILLIS;

	/** The read that waits for entries. */
	private volatile @Nullable RedisFuture<?> reading;

	private final RedisConnections connections;

	/** Blocks until it is known where the streams end now. */
	StreamReader(RedisConnections connections, StreamsOptions options, List<String> streams, Receiver receiver) {
		this.connections = connections;
		this.redis = connections.dedicated(options.blockTime().plus(MARGIN));
		this.options = options;
		this.statistics = connections.statistics();
		this.receiver = receiver;
		streams.forEach((stream) -> this.positions.put(stream, lastId(connections, stream)));
		this.redis.connection().addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
				giveUp();
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

	private StreamId lastId(RedisConnections connections, String stream) {
		List<StreamMessage<String, byte[]>> newest = connections
			.join(this.redis.commands().xrevrange(stream, Range.unbounded(), Limit.from(1)));
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
		RedisFuture<List<StreamMessage<String, byte[]>>> future = this.redis.commands()
			.xread(args, (XReadArgs.StreamOffset<String>[]) offsets);
		this.reading = future;
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
					pass(entry);
				}
			}
		}
		read();
	}

	private void pass(StreamMessage<String, byte[]> entry) {
		this.statistics.received();
		try {
			this.receiver.receive(entry.getId(), entry.getBody());
		}
		catch (RuntimeException | Error ex) {
			// whatever an entry does, those behind it have to be read
			this.statistics.ignored(entry.getStream(), String.valueOf(ex.getMessage()));
		}
	}

	private void failed(Throwable error) {
		if (this.connections.isClosed()) {
			return;
		}
		if (!(error instanceof CancellationException)) {
			this.statistics.error(error);
		}
		Schedulers.parallel().schedule(this::startOver, this.retryMillis, TimeUnit.MILLISECONDS);
		this.retryMillis = Math.min(MAX_RETRY_MILLIS, 2 * this.retryMillis);
		if (error instanceof RedisCommandExecutionException) {
			// the key may hold something else, which only people can repair
			this.retryMillis = MAX_RETRY_MILLIS;
		}
	}

	/**
	 * A Redis that has lost its streams counts from the beginning, if its clock says so.
	 */
	private void startOver() {
		if (this.connections.isClosed()) {
			return;
		}
		for (String stream : this.positions.keySet()) {
			this.redis.commands()
				.xrevrange(stream, Range.unbounded(), Limit.from(1))
				.thenAccept((newest) -> rewind(stream, newest));
		}
		read();
	}

	private void rewind(String stream, List<StreamMessage<String, byte[]>> newest) {
		if (!newest.isEmpty()) {
			StreamId end = StreamId.parse(newest.get(0).getId());
			this.positions.computeIfPresent(stream,
					(key, position) -> (end.compareTo(position) < 0) ? StreamId.ZERO : position);
		}
	}

	/**
	 * Takes entries. Called by the thread that reads the connection; must not block.
	 */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Take an entry.
		 * @param id its id
		 * @param fields its fields
		 * @throws dev.socketio.protocol.PacketFormatException if it is not understood
		 */
		void receive(String id, Map<String, byte[]> fields);

	}

}
