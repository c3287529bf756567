package dev.socketio.interop.adapter;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.cluster.channel.ChannelOptions;
import dev.socketio.adapter.cluster.channel.ClusterChannel;
import dev.socketio.adapter.cluster.channel.ClusterPublisher;
import dev.socketio.adapter.cluster.channel.LocalBus;
import dev.socketio.adapter.cluster.channel.MessageBus;
import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A local bus for each cluster.
 */
final class LocalBacking implements Backing {

	private final Map<String, LocalBus> buses = new ConcurrentHashMap<>();

	private MessageBus bus(String cluster) {
		return this.buses.computeIfAbsent(cluster, (name) -> new LocalBus()).connect();
	}

	@Override
	public Connected<AdapterFactory> connect(String cluster, Timing timing) {
		MessageBus bus = bus(cluster);
		ChannelOptions options = ChannelOptions.builder()
			.requestTimeout(timing.requestTimeout())
			.heartbeats(timing.heartbeatInterval(), timing.heartbeatTimeout())
			.build();
		ClusterChannel channel = new ClusterChannel(bus, options, JsonMapper.shared());
		channel.open().block(TestCluster.TIMEOUT);
		return new Connected<>(channel, () -> bus.close().block(TestCluster.TIMEOUT));
	}

	@Override
	public Connected<SocketIOEmitter> emitter(String cluster) {
		MessageBus bus = bus(cluster);
		// tag::emitter[]
		ClusterPublisher publisher = new ClusterPublisher(bus, ChannelOptions.DEFAULT, JsonMapper.shared());
		publisher.open().block(Duration.ofSeconds(30));
		SocketIOEmitter emitter = new ClusterEmitter(publisher::emit);
		// end::emitter[]
		return new Connected<>(emitter, () -> publisher.close().block(TestCluster.TIMEOUT));
	}

	@Override
	public void close() {
		this.buses.clear();
	}

}
