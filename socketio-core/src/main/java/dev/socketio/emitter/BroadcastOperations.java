package dev.socketio.emitter;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Addresses sockets by their rooms and sends to them. Immutable: methods that choose
 * targets or flags return a new object. Operations happen when the method is called and
 * reach the sockets of all servers in the cluster. The returned publishers report the
 * result and need not be subscribed to. Methods may be called from any thread.
 *
 * @param <O> the type of the object that methods for targets and flags return
 * @since 0.1.0
 */
public interface BroadcastOperations<O extends BroadcastOperations<O>> {

	/**
	 * Add rooms to address. A socket in several of them receives the event once. Without
	 * any room all sockets of the namespace are addressed.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new object
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	O to(String... rooms);

	/**
	 * The same as {@link #to}.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new object
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	default O in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Leave out the sockets of some rooms.
	 * @param rooms names of rooms, or ids of sockets
	 * @return a new object
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	O except(String... rooms);

	/**
	 * Drop events for clients that are not ready to receive at that moment.
	 * @return a new object
	 */
	O asVolatile();

	/**
	 * Choose whether events may be compressed.
	 * @param compress {@code false} to send them as they are
	 * @return a new object
	 */
	O compress(boolean compress);

	/**
	 * Send an event to all addressed sockets. It is encoded once.
	 * @param event the event name
	 * @param args the arguments, of any type the JSON mapper can write. The elements of
	 * an array of objects are arguments of their own, a collection is one argument, and
	 * {@code null} is one argument that is {@code null}.
	 * @return completes when the event has left this process
	 * @throws IllegalArgumentException if the name is {@code null} or reserved
	 * @throws dev.socketio.protocol.PacketEncodeException if an argument cannot be
	 * written
	 */
	Mono<Void> emit(String event, @Nullable Object @Nullable ... args);

	/**
	 * Send the event {@code message}.
	 * @param args the arguments
	 * @return completes when the event has left this process
	 */
	default Mono<Void> send(@Nullable Object @Nullable ... args) {
		return emit("message", args);
	}

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
	 * Make the addressed sockets leave the namespace. Their connections stay open.
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> disconnectSockets() {
		return disconnectSockets(false);
	}

}
