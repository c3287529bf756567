package dev.socketio.testsupport;

import java.util.List;

import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/**
 * A Redis of its own for a test: a real one, whose binary comes from a library, so that
 * nothing has to be installed. It can be stopped and started again, and forgets
 * everything then.
 */
public final class TestRedis implements AutoCloseable {

	private final int port;

	private RedisServer server;

	private final List<String> settings;

	private TestRedis(List<String> settings) {
		this.settings = settings;
		try (ReservedPorts ports = ReservedPorts.reserve(1)) {
			this.port = ports.release(0);
			this.server = launch(this.port, settings);
		}
	}

	/**
	 * Start a Redis on a free port of the loopback interface.
	 * @return the running server
	 */
	public static TestRedis start() {
		return start(List.of());
	}

	/**
	 * Start a Redis on a free port of the loopback interface.
	 * @param settings further lines of its configuration
	 * @return the running server
	 */
	public static TestRedis start(List<String> settings) {
		return new TestRedis(settings);
	}

	private static RedisServer launch(int port, List<String> settings) {
		RedisServerBuilder builder = RedisServer.builder()
			.port(port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no");
		settings.forEach(builder::setting);
		RedisServer server = builder.build();
		server.start();
		return server;
	}

	/**
	 * Return where it listens.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Stop it; connections break.
	 */
	public void stop() {
		this.server.stop();
	}

	/**
	 * Start it again, empty, on the same port.
	 */
	public void restart() {
		this.server = launch(this.port, this.settings);
	}

	@Override
	public void close() {
		stop();
	}

}
