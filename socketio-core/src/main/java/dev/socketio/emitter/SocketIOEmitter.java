package dev.socketio.emitter;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits to the clients of all servers in the cluster. Works in any process, whether it
 * serves clients or not. Immutable: methods that choose targets or flags return a new
 * emitter. Operations happen when they are called; returned publishers only tell of the
 * result.
 */
public interface SocketIOEmitter {

	/**
	 * Emit into another namespace.
	 * @param namespace the name; a leading slash is added if it is missing
	 * @return an emitter without rooms or flags
	 * @throws IllegalArgumentException if the name is {@code null}
	 */
	SocketIOEmitter of(String namespace);

	/**
	 * Add rooms to address. Without any room all sockets of the namespace are meant.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new emitter
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	SocketIOEmitter to(String... rooms);

	/**
	 * The same as {@link #to}.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new emitter
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	default SocketIOEmitter in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Leave out the sockets of some rooms.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new emitter
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	SocketIOEmitter except(String... rooms);

	/**
	 * Drop events for clients that are not ready to receive at that moment.
	 * @return a new emitter
	 */
	SocketIOEmitter asVolatile();

	/**
	 * Choose whether events may be compressed.
	 * @param compress {@code false} to send them as they are
	 * @return a new emitter
	 */
	SocketIOEmitter compress(boolean compress);

	/**
	 * Send an event.
	 * @param event the event name
	 * @param args the arguments, of any type the JSON mapper can write. The elements of
	 * an array of objects are arguments of their own, a collection is one argument, and
	 * {@code null} is one argument that is {@code null}.
	 * @return completes when the event has left this process
	 * @throws IllegalArgumentException if the name is {@code null} or reserved
	 */
	Mono<Void> emit(String event, @Nullable Object @Nullable ... args);

	/**
	 * Make the addressed sockets join rooms.
	 * @param rooms the rooms to join
	 * @return completes when the operation has left this process
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	Mono<Void> socketsJoin(String... rooms);

	/**
	 * Make the addressed sockets leave rooms.
	 * @param rooms the rooms to leave
	 * @return completes when the operation has left this process
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	Mono<Void> socketsLeave(String... rooms);

	/**
	 * Make the addressed sockets leave the namespace.
	 * @param close whether to close their connections too
	 * @return completes when the operation has left this process
	 */
	Mono<Void> disconnectSockets(boolean close);

	/**
	 * Send an event to the servers of the cluster.
	 * @param event the event name
	 * @param args the arguments
	 * @return completes when the event has left this process
	 * @throws IllegalArgumentException if the name is {@code null} or reserved
	 */
	Mono<Void> serverSideEmit(String event, @Nullable Object @Nullable ... args);

	/**
	 * Emit through an interface whose methods are events. A method may return
	 * {@code Mono<Void>}, which completes when the event has left this process.
	 * @param <T> the interface
	 * @param events the interface, see {@link TypedEvents}
	 * @return an implementation
	 */
	default <T> T as(Class<T> events) {
		return TypedEvents.create(events, new TypedEvents.Target() {

			@Override
			public void emit(String event, @Nullable Object... args) {
				SocketIOEmitter.this.emit(event, args);
			}

			@Override
			public Mono<?> emitWithAck(String event, Type result, @Nullable Object... args) {
				if (result != Void.class) {
					throw new IllegalStateException(
							"An emitter gets no answers: '" + event + "' has to return void or Mono<Void>");
				}
				return SocketIOEmitter.this.emit(event, args);
			}

		});
	}

}
