package dev.socketio.interop.adapter;

import dev.socketio.adapter.cluster.ClusterStatistics;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// tag::configuration[]
@Configuration(proxyBeanMethods = false)
class ChannelConfiguration {

	@Bean(destroyMethod = "close")
	Channel.Connection channelConnection(Channel channel) { // <1>
		return channel.connect();
	}

	@Bean
	ChannelAdapterFactory adapterFactory(Channel.Connection connection, JsonMapper mapper) { // <2>
		return new ChannelAdapterFactory(connection, ChannelOptions.DEFAULT, mapper);
	}

	@Bean
	ClusterStatistics clusterStatistics(ChannelAdapterFactory factory) { // <3>
		return factory.statistics();
	}

}
// end::configuration[]
