package dev.socketio.adapter.redis;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.redis.connection.RedisPublicationException;
import dev.socketio.internal.Results;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;

/**
 * An entry of a stream that Redis has not confirmed yet.
 */
final class PendingEntry {

	private final Map<String, byte[]> fields;

	private final Sinks.One<String> offset = Sinks.one();

	private final Sinks.Empty<Void> done = Sinks.empty();

	/** The command that adds it, {@code null} if Redis cannot have it. */
	private volatile @Nullable RedisFuture<String> sent;

	PendingEntry(Map<String, byte[]> fields) {
		this.fields = fields;
	}

	Map<String, byte[]> fields() {
		return this.fields;
	}

	boolean isSent() {
		return this.sent != null;
	}

	void sent(RedisFuture<String> command) {
		this.sent = command;
	}

	/** It is known that Redis does not have it. */
	void notSent() {
		this.sent = null;
	}

	/** Keep the client from sending it again by itself. */
	void cancel() {
		RedisFuture<String> command = this.sent;
		if (command != null) {
			command.cancel(true);
		}
	}

	/** Its local delivery is not to wait any longer. */
	void withoutOffset() {
		this.offset.tryEmitEmpty();
	}

	void confirmed(String id) {
		this.offset.tryEmitValue(id);
		this.done.tryEmitEmpty();
	}

	void failed(RedisPublicationException error) {
		this.offset.tryEmitEmpty();
		this.done.tryEmitError(error);
	}

	Publication publication() {
		return new Publication(this.offset.asMono(), Results.of(this.done.asMono()));
	}

	/**
	 * Find entries that were sent among those of the stream. Some may be missing in
	 * between: Redis may have refused them and taken the next ones. The content says who
	 * has written an entry; the same content is found as often as it is there.
	 * @param sent the entries, in the order of sending
	 * @param stream what the stream has
	 * @return those that the stream has, in its order
	 */
	static List<Found> find(Collection<PendingEntry> sent, List<StreamMessage<String, byte[]>> stream) {
		Map<Map<String, ByteBuffer>, Deque<PendingEntry>> byContent = new HashMap<>();
		sent.forEach((entry) -> byContent.computeIfAbsent(content(entry.fields), (content) -> new ArrayDeque<>(1))
			.add(entry));
		List<Found> found = new ArrayList<>();
		for (StreamMessage<String, byte[]> message : stream) {
			Deque<PendingEntry> entries = byContent.get(content(message.getBody()));
			PendingEntry entry = (entries != null) ? entries.poll() : null;
			if (entry != null) {
				found.add(new Found(entry, message.getId()));
			}
		}
		return found;
	}

	private static Map<String, ByteBuffer> content(Map<String, byte[]> fields) {
		Map<String, ByteBuffer> content = new HashMap<>();
		fields.forEach((name, value) -> content.put(name, ByteBuffer.wrap(value)));
		return content;
	}

	/**
	 * An entry that the stream has.
	 *
	 * @param entry the entry
	 * @param id its id
	 */
	record Found(PendingEntry entry, String id) {

	}

}
