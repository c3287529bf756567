package dev.socketio.server;

import java.time.Duration;
import java.util.List;

import dev.socketio.emitter.TypedEvents;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A set of sockets to emit to: a namespace, or a part of it. Operations happen when they
 * are called, and reach the sockets of all servers in the cluster unless {@link #local()}
 * says otherwise. Returned publishers only tell of the result; they need not be
 * subscribed to.
 */
public interface BroadcastTarget {

	/**
	 * Add rooms to address. Several rooms are united: a socket in two of them receives
	 * the event once. Without any room all sockets of the namespace are meant.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new operator
	 */
	BroadcastOperator to(String... rooms);

	/**
	 * The same as {@link #to}.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new operator
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Leave out the sockets of some rooms.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new operator
	 */
	BroadcastOperator except(String... rooms);

	/**
	 * Address sockets of this server only.
	 * @return a new operator
	 */
	BroadcastOperator local();

	/**
	 * Drop events for clients that are not ready to receive at that moment.
	 * @return a new operator
	 */
	BroadcastOperator asVolatile();

	/**
	 * Choose whether events may be compressed.
	 * @param compress {@code false} to send them as they are
	 * @return a new operator
	 */
	BroadcastOperator compress(boolean compress);

	/**
	 * Limit the time to wait for answers.
	 * @param timeout a positive duration
	 * @return a new operator
	 */
	BroadcastOperator timeout(Duration timeout);

	/**
	 * Send an event to all addressed sockets. It is encoded once.
	 * @param event the event name
	 * @param args the arguments, of any type the JSON mapper can write. The elements of
	 * an array of objects are arguments of their own, a collection is one argument, and
	 * {@code null} is one argument that is {@code null}.
	 * @throws IllegalArgumentException if the name is reserved
	 * @throws dev.socketio.protocol.PacketEncodeException if an argument cannot be
	 * written
	 */
	void emit(String event, @Nullable Object @Nullable ... args);

	/**
	 * Send the event {@code message}.
	 * @param args the arguments
	 */
	default void send(@Nullable Object @Nullable ... args) {
		emit("message", args);
	}

	/**
	 * Send an event and collect the acknowledgements of all addressed sockets.
	 * @param event the event name
	 * @param args the arguments
	 * @return the first argument of each answer, in the order of arrival. Fails with
	 * {@link AckTimeoutException}, which holds what came in, after the {@link #timeout}.
	 * @throws IllegalArgumentException if the name is reserved
	 * @throws IllegalStateException if no timeout was set
	 */
	Mono<List<Arguments>> emitWithAck(String event, @Nullable Object @Nullable ... args);

	/**
	 * Find the addressed sockets.
	 * @return the sockets of all servers
	 */
	Flux<RemoteSocket> fetchSockets();

	/**
	 * Make the addressed sockets join rooms.
	 * @param rooms the rooms to join
	 * @return completes when the operation has left this process
	 */
	Mono<Void> socketsJoin(String... rooms);

	/**
	 * Make the addressed sockets leave rooms.
	 * @param rooms the rooms to leave
	 * @return completes when the operation has left this process
	 */
	Mono<Void> socketsLeave(String... rooms);

	/**
	 * Make the addressed sockets leave the namespace.
	 * @param close whether to close their connections too
	 * @return completes when the operation has left this process
	 */
	Mono<Void> disconnectSockets(boolean close);

	/**
	 * Make the addressed sockets leave the namespace, keeping their connections.
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> disconnectSockets() {
		return disconnectSockets(false);
	}

	/**
	 * Emit through an interface whose methods are events. A method that returns
	 * {@code Mono<List<T>>} collects the acknowledgements and reads the first argument of
	 * each as {@code T}; a {@link #timeout} has to be set for it.
	 * @param <T> the interface
	 * @param events the interface, see {@link TypedEvents}
	 * @return an implementation
	 */
	default <T> T as(Class<T> events) {
		return TypedEvents.create(events, new TypedBroadcast(this));
	}

}
