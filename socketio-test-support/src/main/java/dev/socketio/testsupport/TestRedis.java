package dev.socketio.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import redis.embedded.RedisServer;

/**
 * A Redis of its own for a test: a real one, whose binary comes from a library, so that
 * nothing has to be installed. It can be stopped and started again, and forgets
 * everything then.
 */
public final class TestRedis implements AutoCloseable {

	private final int port;

	private RedisServer server;

	private TestRedis(int port) {
		this.port = port;
		this.server = launch(port);
	}

	/**
	 * Start a Redis on a free port of the loopback interface.
	 * @return the running server
	 */
	public static TestRedis start() {
		return new TestRedis(freePort());
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RedisServer launch(int port) {
		RedisServer server = RedisServer.builder()
			.port(port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
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
		this.server = launch(this.port);
	}

	@Override
	public void close() {
		stop();
	}

}
