package dev.socketio.interop.adapter;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.mongo.MongoAdapterFactory;
import dev.socketio.adapter.mongo.MongoConnection;
import dev.socketio.adapter.mongo.MongoEmitter;
import dev.socketio.adapter.mongo.MongoOptions;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.testsupport.TestMongo;
import tools.jackson.databind.json.JsonMapper;

/**
 * A MongoDB, of which each cluster uses a collection of its own.
 */
final class MongoBacking implements Backing {

	private static final MongoOptions OPTIONS = MongoOptions.builder()
		.addCreatedAtField(true)
		.maxPendingPublications(100_000)
		.build();

	private final TestMongo mongo = TestMongo.start();

	private final MongoClient client = MongoClients.create(this.mongo.uri());

	private MongoConnection connection(String cluster, MongoOptions options) {
		return MongoConnection.open(this.client, "suite", options.mutate().collection(cluster).build(),
				JsonMapper.shared());
	}

	@Override
	public Connected<AdapterFactory> connect(String cluster, Timing timing) {
		MongoConnection connection = connection(cluster,
				OPTIONS.mutate()
					.requestTimeout(timing.requestTimeout())
					.heartbeatInterval(timing.heartbeatInterval())
					.heartbeatTimeout(timing.heartbeatTimeout())
					.build());
		return new Connected<>(MongoAdapterFactory.open(connection), connection::close);
	}

	@Override
	public Connected<SocketIOEmitter> emitter(String cluster) {
		MongoConnection connection = connection(cluster, OPTIONS);
		return new Connected<>(MongoEmitter.create(connection), connection::close);
	}

	@Override
	public void close() {
		this.client.close();
		this.mongo.close();
	}

}
