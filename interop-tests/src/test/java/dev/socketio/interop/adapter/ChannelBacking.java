package dev.socketio.interop.adapter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.emitter.SocketIOEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A channel for each cluster.
 */
final class ChannelBacking implements Backing {

	private final Map<String, Channel> channels = new ConcurrentHashMap<>();

	private Channel.Connection connect(String cluster) {
		return this.channels.computeIfAbsent(cluster, (name) -> new Channel()).connect();
	}

	@Override
	public Connected<AdapterFactory> connect(String cluster, Timing timing) {
		Channel.Connection connection = connect(cluster);
		ChannelOptions options = new ChannelOptions(timing.requestTimeout(), timing.heartbeatInterval(),
				timing.heartbeatTimeout());
		return new Connected<>(new ChannelAdapterFactory(connection, options, JsonMapper.shared()), connection::close);
	}

	@Override
	public Connected<SocketIOEmitter> emitter(String cluster) {
		Channel.Connection connection = connect(cluster);
		return new Connected<>(ChannelAdapterFactory.emitter(connection, JsonMapper.shared()), connection::close);
	}

	@Override
	public void close() {
		this.channels.clear();
	}

}
