package dev.socketio.adapter.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Publication;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
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

	/** That entries were sent over. */
	private volatile @Nullable NodeConnection node;

	/** Whether entries can be sent; else they wait until it is known what Redis has. */
	private volatile boolean up = true;

	private final AtomicBoolean retrying = new AtomicBoolean();

	/**
	 * Connections since the start; what an earlier one would have said does not count.
	 */
	private int epoch;

	/** The epoch in which Redis is being asked what it has. */
	private int asked = -1;

	StreamWriter(RedisConnections redis, String stream, long maxLen, int maxPending, StreamId last) {
		this.redis = redis;
		this.stream = stream;
		this.maxLen = maxLen;
		this.maxPending = maxPending;
		this.statistics = redis.statistics();
		this.last = last;
		redis.nodes().addListener(new NodeConnections.Listener() {

			@Override
			public void lost(NodeConnection lost) {
				if (lost == StreamWriter.this.node) {
					disconnected();
				}
			}

			@Override
			public void restored(NodeConnection restored) {
				reconnected();
			}

			@Override
			public void moved() {
				NodeConnection current = StreamWriter.this.node;
				if (current != null && current != redis.nodes().nodeFor(stream)) {
					disconnected();
				}
				reconnected();
			}

			@Override
			public void closed() {
				failAll();
			}

		});
		// so that there is a connection when it is needed
		redis.nodes().nodeFor(stream);
	}

	/** Add an entry. */
	Publication add(Map<String, byte[]> fields) {
		Entry entry = new Entry(fields);
		if (this.redis.isClosed()) {
			failed(entry, closedError());
			return entry.publication();
		}
		boolean accepted;
		boolean lost = false;
		NodeConnection current = this.redis.nodes().nodeFor(this.stream);
		synchronized (this) {
			accepted = this.waiting.size() < this.maxPending;
			if (accepted) {
				lost = !addOrSend(entry, current) && this.up;
			}
		}
		if (this.redis.isClosed()) {
			// whoever closed it may have failed all entries before this one was there
			failAll();
		}
		else if (!accepted) {
			failed(entry, new RedisPublicationException(
					this.maxPending + " messages wait for Redis already; it is slow or cannot be reached", null));
		}
		else if (lost) {
			disconnected();
			reconnected();
		}
		return entry.publication();
	}

	/** Entries must not be on two connections at a time. */
	private boolean addOrSend(Entry entry, @Nullable NodeConnection current) {
		boolean elsewhere = !this.waiting.isEmpty() && current != this.node;
		this.waiting.addLast(entry);
		if (!this.up || current == null || !current.isUp() || elsewhere) {
			entry.offset.tryEmitEmpty();
			return false;
		}
		send(entry, current);
		return true;
	}

	private static RedisPublicationException closedError() {
		return new RedisPublicationException("The connection is closed", null);
	}

	private void failAll() {
		List<Entry> all;
		synchronized (this) {
			all = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		all.forEach((entry) -> failed(entry, closedError()));
	}

	private void send(Entry entry, NodeConnection over) {
		int sentIn = this.epoch;
		this.node = over;
		RedisFuture<String> future = over.commands()
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
		if (error != null && doubtful) {
			disconnected();
			if (RedisConnections.isNotNow(error)) {
				this.redis.nodes().suspect();
			}
			else {
				this.statistics.error(error);
			}
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
	 * and a Redis that has been restarted or demoted, or a cluster that changes, soon
	 * takes entries again.
	 */
	private boolean isDoubtful(Throwable error) {
		if (this.redis.isClosed() || error instanceof RedisCommandTimeoutException) {
			return false;
		}
		return !(error instanceof RedisCommandExecutionException) || error instanceof RedisReadOnlyException
				|| RedisConnections.isNotNow(error);
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
		retryLater();
	}

	/** Ask Redis what it has, if it can be asked. */
	private void reconnected() {
		if (this.redis.isClosed()) {
			return;
		}
		StreamId from;
		int current;
		NodeConnection over = this.redis.nodes().nodeFor(this.stream);
		synchronized (this) {
			if (this.up || this.asked == this.epoch || over == null || !over.isUp()) {
				return;
			}
			current = this.epoch;
			from = this.last;
			if (this.waiting.isEmpty() || this.waiting.peekFirst().sent == null) {
				resume(over);
				return;
			}
			this.node = over;
			this.asked = current;
		}
		over.commands()
			.xrange(this.stream, Range.from(Range.Boundary.excluding(from.toString()), Range.Boundary.unbounded()),
					Limit.unlimited())
			.whenComplete((entries, error) -> found(current, over, entries, error));
	}

	private void found(int current, NodeConnection over, @Nullable List<StreamMessage<String, byte[]>> entries,
			@Nullable Throwable error) {
		List<Confirmation> confirmed = List.of();
		synchronized (this) {
			if (current != this.epoch || this.up) {
				return;
			}
			if (entries != null) {
				confirmed = confirmed(entries);
				resume(over);
			}
			else {
				this.asked = -1;
			}
		}
		if (error != null && RedisConnections.isNotNow(error)) {
			this.redis.nodes().suspect();
		}
		else if (error != null && !(error instanceof CancellationException)) {
			this.statistics.error(error);
		}
		confirmed.forEach((confirmation) -> confirmed(confirmation.entry, confirmation.id));
	}

	/** In case that nobody tells when Redis can be asked. */
	private void retryLater() {
		if (this.retrying.compareAndSet(false, true)) {
			Schedulers.parallel().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void retry() {
		this.retrying.set(false);
		reconnected();
		boolean again;
		synchronized (this) {
			again = !this.up && !this.redis.isClosed();
		}
		if (again) {
			retryLater();
		}
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

	private void resume(NodeConnection over) {
		this.up = true;
		int begun = this.epoch;
		for (Entry entry : List.copyOf(this.waiting)) {
			if (this.epoch == begun) {
				send(entry, over);
			}
		}
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
