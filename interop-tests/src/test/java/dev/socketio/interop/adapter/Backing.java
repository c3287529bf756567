package dev.socketio.interop.adapter;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.emitter.SocketIOEmitter;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of clusters share: a broker, a database, a channel. Clusters with
 * different names do not hear of each other.
 */
interface Backing extends AutoCloseable {

	/**
	 * Connect one more server.
	 * @param cluster the name of the cluster, lower-case letters and digits
	 * @param timing how long servers wait for each other
	 * @return what makes the adapters of the server; disconnected while they are in use,
	 * the server vanishes without a word
	 */
	Connected<AdapterFactory> connect(String cluster, Timing timing);

	/**
	 * Connect an emitter of a process without a server.
	 * @param cluster the name of the cluster
	 * @return the emitter, or {@code null} if there is none for this adapter
	 */
	default @Nullable Connected<SocketIOEmitter> emitter(String cluster) {
		return null;
	}

	@Override
	void close();

	/**
	 * Something with a connection of its own.
	 *
	 * @param <T> its type
	 * @param value what uses the connection
	 * @param connection closes the connection; may be called again
	 */
	record Connected<T>(T value, Runnable connection) implements AutoCloseable {

		@Override
		public void close() {
			this.connection.run();
		}

	}

}
