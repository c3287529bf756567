package dev.socketio.server;

import java.time.Duration;
import java.util.List;

import dev.socketio.emitter.BroadcastOperations;
import dev.socketio.emitter.TypedEvents;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A set of sockets: a namespace, all children of a dynamic namespace, or a part of them.
 * Operations reach the sockets of all servers in the cluster unless {@link #local()} is
 * called.
 *
 * @since 0.1.0
 */
public interface BroadcastTarget extends BroadcastOperations<BroadcastOperator> {

	/**
	 * Address only sockets of this server.
	 * @return a new operator
	 */
	BroadcastOperator local();

	/**
	 * Limit the time to wait for the answers to {@link #emitWithAck} and
	 * {@link #fetchSockets}.
	 * @param timeout a positive duration
	 * @return a new operator
	 */
	BroadcastOperator timeout(Duration timeout);

	/**
	 * Send an event and collect the acknowledgements of all addressed sockets. The event
	 * is sent when this is called.
	 * @param event the event name
	 * @param args the arguments
	 * @return one entry for each socket, in the order of arrival, with the first argument
	 * of its acknowledgement, if any. Fails with {@link AckTimeoutException}, which has
	 * the answers that arrived, after the {@link #timeout}, by default after the
	 * acknowledgement timeout of the server.
	 * @throws IllegalArgumentException if the name is reserved
	 */
	Mono<List<Arguments>> emitWithAck(String event, @Nullable Object @Nullable ... args);

	/**
	 * Find the addressed sockets.
	 * @return the sockets of all servers. Fails with
	 * {@link dev.socketio.adapter.RequestTimeoutException} after the {@link #timeout}, by
	 * default after the request timeout of the adapter.
	 */
	Flux<RemoteSocket> fetchSockets();

	/**
	 * Emit through an interface whose methods are events. A method that returns
	 * {@code Mono<List<T>>} collects the acknowledgements and reads the first argument of
	 * each as {@code T}.
	 * @param <T> the interface
	 * @param events the interface, see {@link TypedEvents}
	 * @return an implementation
	 */
	default <T> T as(Class<T> events) {
		return TypedEvents.create(events, new TypedBroadcast(this));
	}

}
