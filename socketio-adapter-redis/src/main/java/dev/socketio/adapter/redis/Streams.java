package dev.socketio.adapter.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.socketio.adapter.redis.connection.RedisConnections;

/**
 * The streams of all namespaces of a server. Each has a writer of its own. They share one
 * reader, except in a Redis Cluster, where streams may be on different nodes.
 */
final class Streams {

	private final StreamsOptions options;

	private final Map<String, StreamsAdapter> adapters = new ConcurrentHashMap<>();

	private final Map<String, StreamWriter> writers = new ConcurrentHashMap<>();

	private final Map<String, StreamReader> readers = new ConcurrentHashMap<>();

	/** Blocks until the streams can be read. */
	Streams(RedisConnections redis, StreamsOptions options) {
		this.options = options;
		List<String> names = names(options);
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

	StreamWriter writer(String stream) {
		return Objects.requireNonNull(this.writers.get(stream));
	}

	StreamReader reader(String stream) {
		return Objects.requireNonNull(this.readers.get(stream));
	}

	/** Create the adapter of a namespace that gets its entries. */
	StreamsAdapter adapter(String namespace, Function<Streams, StreamsAdapter> create) {
		StreamsAdapter adapter = create.apply(this);
		this.adapters.put(namespace, adapter);
		return adapter;
	}

	void remove(String namespace, StreamsAdapter adapter) {
		this.adapters.remove(namespace, adapter);
	}

	private void receive(String id, Map<String, byte[]> fields) {
		String namespace = StreamEntries.text(fields, StreamEntries.NAMESPACE);
		StreamsAdapter adapter = (namespace != null) ? this.adapters.get(namespace) : null;
		if (adapter != null) {
			adapter.receiveEntry(id, fields);
		}
	}

}
