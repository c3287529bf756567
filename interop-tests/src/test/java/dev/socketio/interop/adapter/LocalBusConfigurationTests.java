package dev.socketio.interop.adapter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.channel.ClusterChannel;
import dev.socketio.adapter.cluster.channel.LocalBus;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.interop.client.OwnEventLoops;
import dev.socketio.server.SocketIOServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications find the adapter of the guide by its beans.
 */
class LocalBusConfigurationTests {

	private final LocalBus bus = new LocalBus();

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).initializers(new OwnEventLoops())
			.initializers(
					(context) -> ((GenericApplicationContext) context).registerBean(LocalBus.class, () -> this.bus))
			.run("--server.port=0");
	}

	private static int count(ConfigurableApplicationContext application) {
		Integer count = application.getBean(SocketIOServer.class).adapter().serverCount().block(TestCluster.TIMEOUT);
		return (count != null) ? count : 0;
	}

	@Test
	void applicationsAreOneCluster() {
		List<String> heard = new CopyOnWriteArrayList<>();
		ClusterChannel closing;
		try (ConfigurableApplicationContext first = start()) {
			try (ConfigurableApplicationContext second = start()) {
				assertThat(first.getBeansOfType(AdapterFactory.class).values())
					.hasExactlyElementsOfTypes(ClusterChannel.class);
				TestCluster.await("both servers", () -> count(first) == 2 && count(second) == 2);
				second.getBean(SocketIOServer.class)
					.onServerSide("hello", (args, ack) -> heard.add(args.get(0, String.class)));
				first.getBean(SocketIOEmitter.class).serverSideEmit("hello", "world").block(TestCluster.TIMEOUT);
				TestCluster.await("the event", () -> !heard.isEmpty());
				assertThat(heard).containsExactly("world");
				assertThat(second.getBean(ClusterStatistics.class).receivedMessages()).isPositive();
				closing = second.getBean(ClusterChannel.class);
			}
			assertThat(closing.isUp()).isFalse();
			assertThat(first.getBean(ClusterStatistics.class).failedPublications()).isZero();
			TestCluster.await("the good-bye", () -> count(first) == 1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(LocalBusConfiguration.class)
	static class Application {

	}

}
