package dev.socketio.interop.adapter;

import java.time.Duration;
import java.util.Objects;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A server of a cluster.
 */
final class Member implements AutoCloseable {

	/** Small, so that messages of tests need not be large. */
	static final int MAX_ACK_BYTES = 100_000;

	private final Backing.Connected<AdapterFactory> connection;

	private final SocketIOServer server;

	private final LocalEndpoint endpoint;

	private boolean closed;

	private boolean vanished;

	Member(Backing.Connected<AdapterFactory> connection, @Nullable RecoveryOptions recovery, EventLoopGroup loops) {
		this.connection = connection;
		this.server = SocketIOServer.builder()
			.adapter(connection.value())
			.recovery(recovery)
			.maxAckBytes(MAX_ACK_BYTES)
			.cleanupEmptyChildNamespaces(true)
			.build();
		this.endpoint = new LocalEndpoint(this.server.endpoint(), loops);
	}

	SocketIOServer server() {
		return this.server;
	}

	LocalEndpoint endpoint() {
		return this.endpoint;
	}

	Namespace namespace(String name) {
		return this.server.of(name);
	}

	Adapter adapter() {
		return this.server.adapter();
	}

	Socket socket(LocalClient client) {
		return Objects.requireNonNull(this.server.of(client.namespace()).sockets().get(client.id()), client.id());
	}

	int count(String namespace) {
		return Objects.requireNonNull(this.server.of(namespace).adapter().serverCount().block(TestCluster.TIMEOUT));
	}

	/**
	 * Whether all other servers answer requests and hear broadcasts in a namespace. To be
	 * asked before there are clients.
	 */
	boolean isAnswered(String name) {
		Duration timeout = Duration.ofSeconds(1);
		Namespace namespace = namespace(name);
		Mono<Boolean> answered = namespace.fetchSockets()
			.then(Mono.defer(() -> namespace.timeout(timeout).emitWithAck("anybody")))
			.thenReturn(true)
			.timeout(timeout.multipliedBy(2));
		return Boolean.TRUE.equals(answered.onErrorReturn(false).block(TestCluster.TIMEOUT));
	}

	/** Lose the connection to the others, without a word. */
	void vanish() {
		this.vanished = true;
		this.connection.close();
	}

	boolean hasVanished() {
		return this.vanished;
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.server.close().block(TestCluster.TIMEOUT);
			this.connection.close();
			this.endpoint.close();
		}
	}

}
