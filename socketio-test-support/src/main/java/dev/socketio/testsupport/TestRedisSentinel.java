package dev.socketio.testsupport;

import java.nio.file.Path;
import java.util.List;

import redis.embedded.RedisSentinel;

/**
 * A Redis with a replica of its own for a test, and a Sentinel that has the replica take
 * its place when it is lost.
 */
public final class TestRedisSentinel implements AutoCloseable {

	/** The name that clients ask the Sentinel for. */
	public static final String MASTER = "main";

	private final Path directory = RedisFiles.createDirectory();

	private final RedisNode master;

	private final RedisNode replica;

	private final int port;

	private final RedisSentinel sentinel;

	private TestRedisSentinel() {
		try (ReservedPorts ports = ReservedPorts.reserve(3)) {
			this.master = new RedisNode(ports.release(0), this.directory, List.of());
			this.replica = new RedisNode(ports.release(1), this.directory,
					List.of("replicaof 127.0.0.1 " + this.master.port()));
			this.replica.awaitReplication();
			this.port = ports.release(2);
			this.sentinel = RedisSentinel.builder()
				.bind("127.0.0.1")
				.port(this.port)
				.masterName(MASTER)
				.masterPort(this.master.port())
				.quorumSize(1)
				.downAfterMilliseconds(1000L)
				.failoverTimeout(10_000L)
				.build();
			this.sentinel.start();
		}
		RedisNode
			.await(() -> RedisNode.command(this.port, "SENTINEL REPLICAS " + MASTER).contains("master-link-status"));
	}

	/**
	 * Start all of them.
	 * @return the running processes
	 */
	public static TestRedisSentinel start() {
		return new TestRedisSentinel();
	}

	/**
	 * Return where the Sentinel listens.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Stop the master; connections break.
	 */
	public void stopMaster() {
		this.master.stop();
	}

	/**
	 * Wait until the replica has taken the place of the master.
	 */
	public void awaitPromotion() {
		this.replica.awaitPromotion();
	}

	@Override
	public void close() {
		this.sentinel.stop();
		this.master.stop();
		this.replica.stop();
		RedisFiles.delete(this.directory);
	}

}
