package dev.socketio.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import redis.embedded.RedisServer;

/**
 * A Redis Cluster of its own for a test: real nodes, the first of which are masters with
 * an equal share of the slots, and each of the others is the replica of one master.
 */
public final class TestRedisCluster implements AutoCloseable {

	private static final int SLOTS = 16384;

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final List<Node> nodes;

	private final int masters;

	private final Path directory;

	private TestRedisCluster(int masters, int replicas) throws IOException {
		this.masters = masters;
		this.directory = Files.createTempDirectory("redis-cluster");
		this.nodes = freePorts(2 * (masters + replicas)).map(Node::new).toList();
		this.nodes.forEach(Node::launch);
	}

	/**
	 * Start a cluster and wait until all of its nodes agree about it.
	 * @param masters the number of masters
	 * @param replicas the number of replicas, of the first masters
	 * @return the running cluster
	 */
	public static TestRedisCluster start(int masters, int replicas) {
		try {
			TestRedisCluster cluster = new TestRedisCluster(masters, replicas);
			cluster.form();
			return cluster;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Pairs of a port for clients and one for the other nodes. */
	private static Stream<int[]> freePorts(int count) throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
			}
			int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
			return IntStream.range(0, count / 2).mapToObj((i) -> new int[] { ports[2 * i], ports[2 * i + 1] });
		}
		finally {
			for (ServerSocket socket : sockets) {
				socket.close();
			}
		}
	}

	private void form() {
		for (int i = 0; i < this.masters; i++) {
			this.nodes.get(i)
				.command("CLUSTER ADDSLOTSRANGE %d %d".formatted(i * SLOTS / this.masters,
						(i + 1) * SLOTS / this.masters - 1));
			this.nodes.get(i).command("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
		}
		Node first = this.nodes.get(0);
		for (Node node : this.nodes) {
			node.command("CLUSTER MEET 127.0.0.1 %d %d".formatted(first.port, first.busPort));
		}
		awaitNodes((view) -> view.size() == this.nodes.size()
				&& view.stream().noneMatch((line) -> line.contains("handshake")));
		for (int i = this.masters; i < this.nodes.size(); i++) {
			this.nodes.get(i).command("CLUSTER REPLICATE " + id(i - this.masters));
		}
		awaitNodes((view) -> view.stream().filter((line) -> line.contains("master")).count() == this.masters);
		this.nodes.forEach((node) -> await(() -> node.command("CLUSTER INFO").contains("cluster_state:ok")));
		for (int i = this.masters; i < this.nodes.size(); i++) {
			Node replica = this.nodes.get(i);
			await(() -> replica.command("INFO replication").contains("master_link_status:up"));
		}
	}

	private void awaitNodes(Predicate<List<String>> condition) {
		this.nodes.forEach((node) -> await(() -> condition.test(node.command("CLUSTER NODES").lines().toList())));
	}

	private static void await(Condition condition) {
		long end = System.nanoTime() + TIMEOUT.toNanos();
		while (!condition.holds()) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("The nodes of the cluster do not agree");
			}
			try {
				Thread.sleep(20);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * Return the port of a node.
	 * @param node the index of the node, masters first
	 * @return the port for clients
	 */
	public int port(int node) {
		return this.nodes.get(node).port;
	}

	/**
	 * Return the name that the nodes have for one of them.
	 * @param node the index of the node
	 * @return its id
	 */
	public String id(int node) {
		return this.nodes.get(node).command("CLUSTER MYID");
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
		command(replica, "CLUSTER FAILOVER");
		awaitPromotion(replica);
	}

	/**
	 * Wait until the other nodes have a replica take the place of its master.
	 * @param replica the index of the replica
	 */
	public void awaitPromotion(int replica) {
		await(() -> command(replica, "ROLE").startsWith("master"));
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
		this.nodes.get(node).server.stop();
	}

	/**
	 * Start a node again. It comes back to the cluster.
	 * @param node the index of the node
	 */
	public void restart(int node) {
		this.nodes.get(node).launch();
	}

	@Override
	public void close() {
		this.nodes.forEach((node) -> node.server.stop());
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Condition {

		boolean holds();

	}

	private final class Node {

		private final int port;

		private final int busPort;

		private RedisServer server;

		Node(int[] ports) {
			this.port = ports[0];
			this.busPort = ports[1];
			this.server = create();
		}

		private RedisServer create() {
			return RedisServer.builder()
				.port(this.port)
				.bind("127.0.0.1")
				.setting("save \"\"")
				.setting("appendonly no")
				.setting("cluster-enabled yes")
				.setting("cluster-config-file nodes-" + this.port + ".conf")
				.setting("cluster-port " + this.busPort)
				.setting("cluster-node-timeout 1500")
				.setting("repl-diskless-sync-delay 0")
				.setting("dir " + TestRedisCluster.this.directory)
				.build();
		}

		void launch() {
			this.server = create();
			this.server.start();
		}

		/** Redis takes commands as lines, too. */
		String command(String line) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				socket.setSoTimeout((int) TIMEOUT.toMillis());
				socket.getOutputStream().write((line + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
				List<String> answer = reader.lines().filter((part) -> !part.matches("[*$:]-?\\d+")).toList();
				// the last line answers QUIT
				return String.join("\n", answer.subList(0, answer.size() - 1)).replaceFirst("^\\+", "").strip();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
