package dev.socketio.adapter.cluster.channel;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

// tag::bus[]
/**
 * Connects the servers of one JVM, so that tests can run several of them without a
 * broker. Messages are encoded and arrive in order, on a thread of each connection.
 * Arguments with bytes need {@code org.msgpack:msgpack-core} at run time.
 *
 * @since 0.1.0
 */
public final class LocalBus {

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	/**
	 * Connect a server or an emitter.
	 * @return the connection, for a {@link ClusterChannel} or a {@link ClusterPublisher}
	 */
	public MessageBus connect() {
		return new Connection();
	}

	/** The connection of one server. */
	private final class Connection implements MessageBus {

		private final Scheduler thread = Schedulers.newSingle("local-bus", true); // <1>

		private volatile boolean open;

		private volatile @Nullable Inbox inbox;

		@Override
		public String name() {
			return "local bus";
		}

		@Override
		public Mono<Void> open() { // <2>
			return Mono.fromRunnable(() -> this.open = true);
		}

		@Override
		public Mono<Void> listen(Inbox messages) { // <3>
			return Mono.fromRunnable(() -> {
				this.inbox = messages;
				LocalBus.this.connections.add(this);
			});
		}

		@Override
		public Mono<Void> send(List<Outgoing<BusMessage>> batch) { // <4>
			if (!this.open) {
				return Mono.error(new IllegalStateException("The connection is closed"));
			}
			batch.forEach((outgoing) -> LocalBus.this.connections
				.forEach((connection) -> connection.deliver(outgoing.message())));
			return Mono.empty();
		}

		private void deliver(BusMessage message) {
			try {
				this.thread.schedule(() -> receive(message.header(), message.payload().clone()));
			}
			catch (RejectedExecutionException ex) {
				// closed at this moment
			}
		}

		private void receive(Envelope header, byte[] payload) {
			Inbox messages = this.inbox;
			if (messages != null) {
				messages.receive(header, () -> EnvelopeFormat.read(payload), null); // <5>
			}
		}

		@Override
		public boolean isListening() {
			return LocalBus.this.connections.contains(this);
		}

		@Override
		public Mono<Void> close() { // <6>
			return Mono.fromRunnable(() -> {
				this.open = false;
				LocalBus.this.connections.remove(this);
				this.thread.dispose();
			});
		}

	}

}
// end::bus[]
