package dev.socketio.testsupport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis Cluster of its own for a test: real nodes, the first of which are masters with
 * an equal share of the slots, and each of the others is the replica of one master.
 */
public final class TestRedisCluster implements AutoCloseable {

	private static final int SLOTS = 16384;

	/** A busy machine may need more than the five seconds that nodes try something. */
	private static final Duration PATIENCE = Duration.ofSeconds(6);

	private final Path directory = RedisFiles.createDirectory();

	private final List<RedisNode> nodes = new ArrayList<>();

	private final int masters;

	private TestRedisCluster(int masters, int replicas) {
		this.masters = masters;
		int count = masters + replicas;
		try (ReservedPorts ports = ReservedPorts.reserve(2 * count)) {
			for (int i = 0; i < count; i++) {
				this.nodes.add(launch(ports.release(i), ports.release(count + i)));
			}
			form(ports.port(0), ports.port(count));
		}
	}

	private RedisNode launch(int port, int busPort) {
		return new RedisNode(port, this.directory,
				List.of("cluster-enabled yes", "cluster-config-file nodes-" + port + ".conf", "cluster-port " + busPort,
						"cluster-node-timeout 2500", "cluster-replica-validity-factor 0"));
	}

	/**
	 * Start a cluster and wait until all of its nodes agree about it.
	 * @param masters the number of masters
	 * @param replicas the number of replicas, of the first masters
	 * @return the running cluster
	 */
	public static TestRedisCluster start(int masters, int replicas) {
		return new TestRedisCluster(masters, replicas);
	}

	private void form(int firstPort, int firstBusPort) {
		for (int i = 0; i < this.masters; i++) {
			command(i, "CLUSTER ADDSLOTSRANGE %d %d".formatted(i * SLOTS / this.masters,
					(i + 1) * SLOTS / this.masters - 1));
			command(i, "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
		}
		String meet = "CLUSTER MEET 127.0.0.1 %d %d".formatted(firstPort, firstBusPort);
		RedisNode.repeatUntil(PATIENCE, () -> this.nodes.stream().skip(1).forEach((node) -> node.command(meet)),
				() -> this.nodes.stream().allMatch(this::knowsAll));
		for (int i = this.masters; i < this.nodes.size(); i++) {
			command(i, "CLUSTER REPLICATE " + id(i - this.masters));
		}
		this.nodes.forEach((node) -> RedisNode.await(() -> masters(node) == this.masters));
		this.nodes.forEach((node) -> RedisNode.await(() -> node.command("CLUSTER INFO").contains("cluster_state:ok")));
		this.nodes.stream().skip(this.masters).forEach(RedisNode::awaitReplication);
	}

	private boolean knowsAll(RedisNode node) {
		List<String> view = node.command("CLUSTER NODES").lines().toList();
		return view.size() == this.nodes.size() && view.stream().noneMatch((line) -> line.contains("handshake"));
	}

	private static long masters(RedisNode node) {
		return node.command("CLUSTER NODES").lines().filter((line) -> line.contains("master")).count();
	}

	/**
	 * Return the port of a node.
	 * @param node the index of the node, masters first
	 * @return the port for clients
	 */
	public int port(int node) {
		return this.nodes.get(node).port();
	}

	/**
	 * Return which master had a slot at the start.
	 * @param slot the slot
	 * @return the index of the node; that of its replica is behind all masters, in the
	 * same order
	 */
	public int masterOf(int slot) {
		int node = 0;
		while (slot >= (node + 1) * SLOTS / this.masters) {
			node++;
		}
		return node;
	}

	private String id(int node) {
		return command(node, "CLUSTER MYID");
	}

	/**
	 * Have a node execute a command.
	 * @param node the index of the node
	 * @param command the command and its arguments, separated by spaces
	 * @return its answer, also if it refuses the command
	 */
	public String command(int node, String command) {
		return this.nodes.get(node).command(command);
	}

	/**
	 * Have a replica take the place of its master, which becomes its replica. Returns
	 * when it has.
	 * @param replica the index of the replica
	 */
	public void promote(int replica) {
		RedisNode.repeatUntil(PATIENCE, () -> command(replica, "CLUSTER FAILOVER"),
				this.nodes.get(replica)::isPromoted);
	}

	/**
	 * Wait until the other nodes have a replica take the place of its master.
	 * @param replica the index of the replica
	 */
	public void awaitPromotion(int replica) {
		this.nodes.get(replica).awaitPromotion();
	}

	/**
	 * Wait until a node is the replica of another one.
	 * @param node the index of the node
	 */
	public void awaitDemotion(int node) {
		this.nodes.get(node).awaitDemotion();
	}

	/**
	 * Move an empty slot to another master, and tell all nodes.
	 * @param slot the slot
	 * @param target the index of the master
	 */
	public void move(int slot, int target) {
		for (int i = 0; i < this.nodes.size(); i++) {
			command(i, "CLUSTER SETSLOT %d NODE %s".formatted(slot, id(target)));
		}
	}

	/**
	 * Stop a node; connections break.
	 * @param node the index of the node
	 */
	public void stop(int node) {
		this.nodes.get(node).stop();
	}

	/**
	 * Start a node again. It comes back to the cluster.
	 * @param node the index of the node
	 */
	public void restart(int node) {
		this.nodes.get(node).restart();
	}

	@Override
	public void close() {
		this.nodes.forEach(RedisNode::stop);
		RedisFiles.delete(this.directory);
	}

}
