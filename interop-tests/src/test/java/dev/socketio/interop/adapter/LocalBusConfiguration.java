package dev.socketio.interop.adapter;

import java.time.Duration;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.channel.ChannelOptions;
import dev.socketio.adapter.cluster.channel.ClusterChannel;
import dev.socketio.adapter.cluster.channel.LocalBus;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// tag::configuration[]
@Configuration(proxyBeanMethods = false)
class LocalBusConfiguration {

	@Bean // <1>
	ClusterChannel adapterFactory(LocalBus bus, JsonMapper mapper) {
		ClusterChannel channel = new ClusterChannel(bus.connect(), ChannelOptions.DEFAULT, mapper);
		channel.open().block(Duration.ofSeconds(30)); // <2>
		return channel;
	}

	@Bean
	ClusterStatistics clusterStatistics(ClusterChannel channel) { // <3>
		return channel.statistics();
	}

}
// end::configuration[]
