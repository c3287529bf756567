package dev.socketio.adapter.redis;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Publication;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Adds entries to one stream, each exactly once and in the order in which they were
 * handed over. When the connection breaks, entries that Redis did not confirm are looked
 * for in the stream afterwards, and only those that are not there are added again. Safe
 * for use by several threads.
 */
final class StreamWriter {

	/** How long to wait before asking Redis again what it has. */
	private static final long RETRY_MILLIS = 500;

	private final RedisConnections redis;

	private final String stream;

	private final long maxLen;

	private final int maxPending;

	private final ClusterStatistics statistics;

	/** Not confirmed, oldest first; those that were sent before the others. */
	private final Deque<Entry> waiting = new ArrayDeque<>();

	private StreamId last;

	/** Whether entries can be sent; else they wait until it is known what Redis has. */
	private boolean up = true;

	/**
	 * Connections since the start; what an earlier one would have said does not count.
	 */
	private int epoch;

	StreamWriter(RedisConnections redis, String stream, long maxLen, int maxPending, StreamId last) {
		this.redis = redis;
		this.stream = stream;
		this.maxLen = maxLen;
		this.maxPending = maxPending;
		this.statistics = redis.statistics();
		this.last = last;
		redis.connection().addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> connected, SocketAddress address) {
				reconnected();
			}

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
				disconnected();
			}

		});
	}

	/** Add an entry. */
	Publication add(Map<String, byte[]> fields) {
		Entry entry = new Entry(fields);
		synchronized (this) {
			if (this.waiting.size() < this.maxPending) {
				this.waiting.addLast(entry);
				if (this.up) {
					send(entry);
				}
				else {
					entry.offset.tryEmitEmpty();
				}
				return entry.publication();
			}
		}
		RedisPublicationException error = new RedisPublicationException(
				this.maxPending + " messages wait for Redis already; it is slow or cannot be reached", null);
		failed(entry, error);
		return entry.publication();
	}

	private void send(Entry entry) {
		int sentIn = this.epoch;
		RedisFuture<String> future = this.redis.commands()
			.xadd(this.stream, XAddArgs.Builder.maxlen(this.maxLen).approximateTrimming(), entry.fields);
		entry.sent = future;
		future.whenComplete((id, error) -> answered(sentIn, entry, id, error));
	}

	private void answered(int sentIn, Entry entry, @Nullable String id, @Nullable Throwable error) {
		boolean doubtful = error != null && isDoubtful(error);
		synchronized (this) {
			if (sentIn != this.epoch) {
				return;
			}
			if (!doubtful) {
				this.waiting.remove(entry);
			}
			if (id != null) {
				this.last = StreamId.parse(id);
			}
		}
		if (doubtful) {
			disconnected();
			retry(error);
			return;
		}
		if (id != null) {
			confirmed(entry, id);
		}
		else {
			failed(entry, new RedisPublicationException("Redis did not confirm a message", error));
		}
	}

	/**
	 * Whether an error does not mean that Redis will never have the entry: one of the
	 * connection is told to the command before it is known that the connection is lost,
	 * and a Redis that has been restarted or demoted soon takes entries again.
	 */
	private boolean isDoubtful(Throwable error) {
		if (this.redis.isClosed() || error instanceof RedisCommandTimeoutException) {
			return false;
		}
		return !(error instanceof RedisCommandExecutionException) || error instanceof RedisLoadingException
				|| error instanceof RedisReadOnlyException;
	}

	private void confirmed(Entry entry, String id) {
		this.statistics.published();
		entry.offset.tryEmitValue(id);
		entry.done.tryEmitEmpty();
	}

	private void failed(Entry entry, RedisPublicationException error) {
		this.statistics.publicationFailed(error);
		entry.offset.tryEmitEmpty();
		entry.done.tryEmitError(error);
	}

	private void disconnected() {
		List<Entry> unconfirmed;
		synchronized (this) {
			this.up = false;
			this.epoch++;
			unconfirmed = new ArrayList<>(this.waiting);
		}
		for (Entry entry : unconfirmed) {
			RedisFuture<String> sent = entry.sent;
			if (sent != null) {
				// or the client would send it again by itself
				sent.cancel(true);
			}
			entry.offset.tryEmitEmpty();
		}
	}

	private void reconnected() {
		if (this.redis.isClosed()) {
			return;
		}
		StreamId from;
		int current;
		synchronized (this) {
			if (this.up) {
				return;
			}
			current = this.epoch;
			from = this.last;
			if (this.waiting.isEmpty() || this.waiting.peekFirst().sent == null) {
				resume();
				return;
			}
		}
		this.redis.commands()
			.xrange(this.stream, Range.from(Range.Boundary.excluding(from.toString()), Range.Boundary.unbounded()),
					Limit.unlimited())
			.whenComplete((entries, error) -> found(current, entries, error));
	}

	private void found(int current, @Nullable List<StreamMessage<String, byte[]>> entries, @Nullable Throwable error) {
		List<Confirmation> confirmed = List.of();
		synchronized (this) {
			if (current != this.epoch || this.up) {
				return;
			}
			if (entries != null) {
				confirmed = confirmed(entries);
				resume();
			}
		}
		if (entries == null) {
			retry(error);
		}
		confirmed.forEach((confirmation) -> confirmed(confirmation.entry, confirmation.id));
	}

	private void retry(@Nullable Throwable error) {
		if (error != null) {
			this.statistics.error(error);
		}
		Schedulers.parallel().schedule(this::reconnected, RETRY_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Entries are added in the order of sending. There may be others between them, of
	 * which Redis took so long that they were given up.
	 */
	private List<Confirmation> confirmed(List<StreamMessage<String, byte[]>> entries) {
		List<Confirmation> confirmed = new ArrayList<>();
		for (StreamMessage<String, byte[]> found : entries) {
			Entry first = this.waiting.peekFirst();
			if (first == null || first.sent == null) {
				break;
			}
			if (first.equalsContent(found.getBody())) {
				this.waiting.removeFirst();
				this.last = StreamId.parse(found.getId());
				confirmed.add(new Confirmation(first, found.getId()));
			}
		}
		return confirmed;
	}

	private void resume() {
		this.up = true;
		List.copyOf(this.waiting).forEach(this::send);
	}

	/** An entry on its way. */
	private static final class Entry {

		private final Map<String, byte[]> fields;

		private final Sinks.One<String> offset = Sinks.one();

		private final Sinks.Empty<Void> done = Sinks.empty();

		private volatile @Nullable RedisFuture<String> sent;

		Entry(Map<String, byte[]> fields) {
			this.fields = fields;
		}

		/** The content says who has written it. */
		boolean equalsContent(Map<String, byte[]> other) {
			return this.fields.entrySet()
				.stream()
				.allMatch((field) -> Arrays.equals(field.getValue(), other.get(field.getKey())));
		}

		Publication publication() {
			return new Publication(this.offset.asMono(), this.done.asMono());
		}

	}

	private record Confirmation(Entry entry, String id) {

	}

}
