package dev.socketio.adapter.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.channel.Inbox;
import dev.socketio.adapter.redis.internal.RedisConnections;

/**
 * The streams of all namespaces of a server. Each has a writer of its own. They share one
 * reader, except in a Redis Cluster, where streams may be on different nodes.
 */
final class Streams {

	private final StreamsOptions options;

	/** By stream, so that a malformed entry is reported with its key. */
	private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();

	private final Map<String, StreamWriter> writers = new ConcurrentHashMap<>();

	private final Map<String, StreamReader> readers = new ConcurrentHashMap<>();

	/** Blocks until the streams can be read. */
	Streams(RedisConnections redis, StreamsOptions options) {
		this.options = options;
		List<String> names = names(options);
		names.forEach((name) -> this.inboxes.put(name, new Inbox(name, redis.statistics(), () -> {
		})));
		List<StreamReader> opened = new ArrayList<>();
		if (redis.isCluster()) {
			names.forEach((name) -> opened.add(open(redis, List.of(name))));
		}
		else {
			opened.add(open(redis, names));
		}
		names.forEach((name) -> this.writers.put(name, new StreamWriter(redis, name, options.maxLen(),
				options.maxPendingPublications(), reader(name).position(name))));
		this.writers.values().forEach((writer) -> redis.addCondition(writer::isAccepted));
		opened.forEach(StreamReader::start);
	}

	private StreamReader open(RedisConnections redis, List<String> names) {
		StreamReader reader = new StreamReader(redis, this.options, names, this::receive);
		names.forEach((name) -> this.readers.put(name, reader));
		return reader;
	}

	/**
	 * Node.js servers write to streams with negative numbers, though they do not read
	 * them.
	 */
	static List<String> names(StreamsOptions options) {
		if (options.streamCount() == 1) {
			return List.of(options.streamName());
		}
		List<String> names = new ArrayList<>();
		for (int i = 1 - options.streamCount(); i < options.streamCount(); i++) {
			names.add(options.streamName() + "-" + i);
		}
		return names;
	}

	private Inbox inbox(String stream) {
		return Objects.requireNonNull(this.inboxes.get(stream));
	}

	StreamWriter writer(String stream) {
		return Objects.requireNonNull(this.writers.get(stream));
	}

	StreamReader reader(String stream) {
		return Objects.requireNonNull(this.readers.get(stream));
	}

	/** Create the adapter of a namespace that gets its entries. */
	StreamsAdapter adapter(String namespace, Function<Streams, StreamsAdapter> create) {
		StreamsAdapter adapter = create.apply(this);
		this.inboxes.values().forEach((inbox) -> inbox.add(namespace, adapter));
		return adapter;
	}

	void remove(String namespace, StreamsAdapter adapter) {
		this.inboxes.values().forEach((inbox) -> inbox.remove(namespace, adapter));
	}

	private void receive(String stream, String id, Map<String, byte[]> fields) {
		Envelope header = StreamEntries.header(fields);
		inbox(stream).receive(header, () -> StreamEntries.read(header, fields), id);
	}

}
