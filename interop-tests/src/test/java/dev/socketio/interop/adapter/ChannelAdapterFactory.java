package dev.socketio.interop.adapter;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

// tag::factory[]
/**
 * Makes the adapters of one server, which share its connection.
 */
final class ChannelAdapterFactory implements AdapterFactory {

	private final Channel.Connection connection;

	private final ChannelOptions options;

	private final ChannelMessages messages;

	private final ClusterStatistics statistics = new ClusterStatistics();

	ChannelAdapterFactory(Channel.Connection connection, ChannelOptions options, JsonMapper mapper) {
		this.connection = connection;
		this.options = options;
		this.messages = new ChannelMessages(mapper);
	}

	@Override
	public Adapter create(LocalNamespace namespace) {
		ChannelAdapter adapter = new ChannelAdapter(namespace, this.connection, this.messages, this.options,
				this.statistics);
		adapter.enter();
		return adapter;
	}

	ClusterStatistics statistics() {
		return this.statistics;
	}
	// end::factory[]

	// tag::emitter[]
	static SocketIOEmitter emitter(Channel.Connection connection, JsonMapper mapper) {
		ChannelMessages messages = new ChannelMessages(mapper);
		return new ClusterEmitter((namespace, message) -> {
			boolean sent = connection.publish(ChannelAdapter.topic(namespace),
					messages.write(ServerId.EMITTER, message));
			return sent ? Mono.empty() : Mono.error(new IllegalStateException("The channel is closed"));
		});
	}
	// end::emitter[]

}
