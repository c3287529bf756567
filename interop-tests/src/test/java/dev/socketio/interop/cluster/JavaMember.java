package dev.socketio.interop.cluster;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.interop.ConformanceServer;
import dev.socketio.interop.client.OwnEventLoops;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A server of this library that is a member of a cluster.
 */
final class JavaMember implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private JavaMember(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static JavaMember start(List<String> arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0"));
		all.addAll(arguments);
		return new JavaMember(new SpringApplicationBuilder(ConformanceServer.class).initializers(new OwnEventLoops())
			.run(all.toArray(String[]::new)));
	}

	String url() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
