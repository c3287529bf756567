package dev.socketio.interop.adapter;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Stands for a message broker: whoever is connected gets what is published to the topics
 * that it has subscribed to, as bytes, in order, on a thread of its own.
 */
final class Channel {

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	Connection connect() {
		Connection connection = new Connection();
		this.connections.add(connection);
		return connection;
	}

	/**
	 * The connection of one process.
	 */
	final class Connection implements AutoCloseable {

		private final Scheduler thread = Schedulers.newSingle("channel", true);

		private final Map<String, Consumer<byte[]>> receivers = new ConcurrentHashMap<>();

		void subscribe(String topic, Consumer<byte[]> receiver) {
			this.receivers.put(topic, receiver);
		}

		void unsubscribe(String topic) {
			this.receivers.remove(topic);
		}

		/** Publish a message, or return {@code false} if the connection is closed. */
		boolean publish(String topic, byte[] message) {
			if (isOpen()) {
				Channel.this.connections.forEach((connection) -> connection.deliver(topic, message.clone()));
				return true;
			}
			return false;
		}

		private void deliver(String topic, byte[] message) {
			try {
				this.thread.schedule(() -> {
					Consumer<byte[]> receiver = this.receivers.get(topic);
					if (receiver != null) {
						receiver.accept(message);
					}
				});
			}
			catch (RejectedExecutionException ex) {
				// closed in this moment: what is on its way is lost
			}
		}

		boolean isOpen() {
			return Channel.this.connections.contains(this);
		}

		@Override
		public void close() {
			Channel.this.connections.remove(this);
			this.thread.dispose();
		}

	}

}
