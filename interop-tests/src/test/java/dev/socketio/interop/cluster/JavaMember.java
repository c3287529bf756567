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

	/** No test is about the limits, and a busy machine may exceed the shorter ones. */
	private static final List<String> DEFAULTS = List.of("--server.port=0", "--socketio.ping-interval=25s",
			"--socketio.ping-timeout=20s", "--socketio.connect-timeout=45s", "--socketio.upgrade-timeout=10s");

	private final ConfigurableApplicationContext context;

	private JavaMember(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static JavaMember start(List<String> arguments) {
		List<String> all = new ArrayList<>(DEFAULTS);
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
