package dev.socketio.adapter.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.channel.PublicationException;
import dev.socketio.adapter.redis.internal.NodeConnection;
import dev.socketio.adapter.redis.internal.NodeConnections;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.adapter.redis.internal.RedisErrors;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Adds entries to one stream, each exactly once and in the order in which they were
 * handed over. When the connection breaks, entries that Redis did not confirm are looked
 * for in the stream afterwards, and only those that are not there are added again. When
 * Redis refuses an entry for the moment, it is tried again until Redis takes it, and
 * those behind it wait. Safe for use by several threads.
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
	private final Deque<PendingEntry> waiting = new ArrayDeque<>();

	private StreamId last;

	/** That entries were sent over. */
	private volatile @Nullable NodeConnection node;

	/** Whether entries can be sent; else they wait until it is known what Redis has. */
	private volatile boolean up = true;

	/** Whether Redis has to take the oldest entry before others are sent. */
	private volatile boolean probing;

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
		PendingEntry entry = new PendingEntry(fields);
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
			// the thread that closed it may have failed all entries before this one was
			// there
			failAll();
		}
		else if (!accepted) {
			failed(entry, new PublicationException(
					this.maxPending + " messages wait for Redis already; it is slow or cannot be reached", null));
		}
		else if (lost) {
			disconnected();
			reconnected();
		}
		return entry.publication();
	}

	/** Entries must not be on two connections at a time. */
	private boolean addOrSend(PendingEntry entry, @Nullable NodeConnection current) {
		boolean elsewhere = !this.waiting.isEmpty() && current != this.node;
		this.waiting.addLast(entry);
		if (!this.up || current == null || !current.isUp() || elsewhere) {
			entry.withoutOffset();
			return false;
		}
		if (this.probing) {
			entry.withoutOffset();
		}
		else {
			send(entry, current);
		}
		return true;
	}

	private static PublicationException closedError() {
		return new PublicationException("The connection is closed", null);
	}

	private void failAll() {
		List<PendingEntry> all;
		synchronized (this) {
			all = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		all.forEach((entry) -> failed(entry, closedError()));
	}

	private void send(PendingEntry entry, NodeConnection over) {
		int sentIn = this.epoch;
		this.node = over;
		RedisFuture<String> future = over.commands()
			.xadd(this.stream, XAddArgs.Builder.maxlen(this.maxLen).approximateTrimming(), entry.fields());
		entry.sent(future);
		future.whenComplete((id, error) -> answered(sentIn, entry, id, error));
	}

	private void answered(int sentIn, PendingEntry entry, @Nullable String id, @Nullable Throwable error) {
		boolean doubtful = error != null && isDoubtful(error);
		List<PendingEntry> unconfirmed = List.of();
		synchronized (this) {
			if (sentIn != this.epoch) {
				return;
			}
			if (id != null) {
				this.last = StreamId.parse(id);
			}
			if (error != null && doubtful) {
				this.probing |= RedisErrors.isTemporary(error);
				unconfirmed = interrupt();
			}
			else {
				this.waiting.remove(entry);
				sendRest();
			}
		}
		if (doubtful) {
			interrupted(unconfirmed);
			tell(error);
		}
		else if (id != null) {
			confirmed(entry, id);
		}
		else {
			failed(entry, new PublicationException("Redis did not confirm a message", error));
		}
	}

	/** Redis takes entries again. Called with the lock. */
	private void sendRest() {
		NodeConnection over = this.node;
		if (this.probing && this.up && over != null) {
			this.probing = false;
			sendAll(over);
		}
	}

	/**
	 * Whether an error does not mean that Redis will never have the entry: one of the
	 * connection is told to the command before it is known that the connection is lost,
	 * and what Redis refuses for the moment it soon takes.
	 */
	private boolean isDoubtful(Throwable error) {
		if (this.redis.isClosed() || error instanceof RedisCommandTimeoutException) {
			return false;
		}
		return !(error instanceof RedisCommandExecutionException) || RedisErrors.isTemporary(error);
	}

	/** What happens while a cluster changes is no error. */
	private void tell(@Nullable Throwable error) {
		if (error == null) {
			return;
		}
		if (RedisErrors.isTemporary(error)) {
			this.redis.nodes().suspect();
		}
		if (!RedisErrors.isElsewhere(error) && !(error instanceof CancellationException)) {
			this.statistics.error(error);
		}
	}

	/** Whether Redis takes what it gets. */
	boolean isAccepted() {
		return !this.probing;
	}

	private void confirmed(PendingEntry entry, String id) {
		this.statistics.published();
		entry.confirmed(id);
	}

	private void failed(PendingEntry entry, PublicationException error) {
		this.statistics.publicationFailed(error);
		entry.failed(error);
	}

	private void disconnected() {
		List<PendingEntry> unconfirmed;
		synchronized (this) {
			unconfirmed = interrupt();
		}
		interrupted(unconfirmed);
	}

	/** What comes from now on to what was sent does not count. Called with the lock. */
	private List<PendingEntry> interrupt() {
		this.up = false;
		this.epoch++;
		return List.copyOf(this.waiting);
	}

	private void interrupted(List<PendingEntry> unconfirmed) {
		for (PendingEntry entry : unconfirmed) {
			entry.cancel();
			entry.withoutOffset();
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
			if (this.waiting.stream().noneMatch(PendingEntry::isSent)) {
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
		List<PendingEntry.Found> confirmed = List.of();
		synchronized (this) {
			if (current != this.epoch || this.up) {
				return;
			}
			if (entries != null || RedisErrors.isWrongType(error)) {
				confirmed = confirmed((entries != null) ? entries : List.of());
				resume(over);
			}
			else {
				this.asked = -1;
			}
		}
		tell(error);
		confirmed.forEach((found) -> confirmed(found.entry(), found.id()));
	}

	/** Retries even if no event says that Redis can be asked. */
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

	/** What the stream does not have is to be added again. Called with the lock. */
	private List<PendingEntry.Found> confirmed(List<StreamMessage<String, byte[]>> stream) {
		List<PendingEntry.Found> found = PendingEntry.find(this.waiting.stream().filter(PendingEntry::isSent).toList(),
				stream);
		if (!found.isEmpty()) {
			this.last = StreamId.parse(found.get(found.size() - 1).id());
			Set<PendingEntry> confirmed = found.stream().map(PendingEntry.Found::entry).collect(Collectors.toSet());
			this.waiting.removeIf(confirmed::contains);
		}
		this.waiting.forEach(PendingEntry::notSent);
		return found;
	}

	private void resume(NodeConnection over) {
		this.up = true;
		this.node = over;
		PendingEntry first = this.waiting.peekFirst();
		if (first != null && this.probing) {
			send(first, over);
		}
		else {
			this.probing = false;
			sendAll(over);
		}
	}

	private void sendAll(NodeConnection over) {
		int begun = this.epoch;
		for (PendingEntry entry : List.copyOf(this.waiting)) {
			if (this.epoch == begun) {
				send(entry, over);
			}
		}
	}

}
