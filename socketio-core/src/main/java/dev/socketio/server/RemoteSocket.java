package dev.socketio.server;

import java.util.Set;

import dev.socketio.protocol.TypeRef;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A socket of this server or of another one in the cluster, as it was when
 * {@code fetchSockets} found it.
 *
 * @since 0.1.0
 * @see BroadcastTarget#fetchSockets()
 */
public interface RemoteSocket extends SocketOperator {

	/**
	 * Return the public id.
	 * @return the id
	 */
	String id();

	/**
	 * Return the namespace.
	 * @return the namespace, as this server has it
	 */
	Namespace namespace();

	/**
	 * Return the handshake, as far as servers exchange it. It has no principal.
	 * @return the handshake
	 */
	Handshake handshake();

	/**
	 * Return the rooms at the time of the request.
	 * @return the rooms, unmodifiable
	 */
	Set<String> rooms();

	/**
	 * Return the data at the time of the request. It is an object for sockets of Java
	 * servers; an application on a Node.js server may keep any value.
	 * @return the JSON value: a {@code Map}, {@code List}, {@code String},
	 * {@code Number}, {@code Boolean}, {@code byte[]} or {@code null}
	 */
	@Nullable Object data();

	/**
	 * Read the data at the time of the request.
	 * @param <T> the type
	 * @param type the type
	 * @return the data, or {@code null} if it is {@code null}
	 * @throws dev.socketio.protocol.ArgumentConversionException if the data cannot be
	 * read as this type
	 */
	<T> @Nullable T data(Class<T> type);

	/**
	 * Read the data at the time of the request.
	 * @param <T> the type
	 * @param type the type, with generics
	 * @return the data, or {@code null} if it is {@code null}
	 * @throws dev.socketio.protocol.ArgumentConversionException if the data cannot be
	 * read as this type
	 */
	<T> @Nullable T data(TypeRef<T> type);

	/**
	 * Make the socket join rooms.
	 * @param rooms the rooms
	 * @return completes when the operation has left this process
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	Mono<Void> join(String... rooms);

	/**
	 * Make the socket leave rooms.
	 * @param rooms the rooms
	 * @return completes when the operation has left this process
	 * @throws IllegalArgumentException if a room is {@code null}
	 */
	Mono<Void> leave(String... rooms);

	/**
	 * Make the socket leave the namespace. Its connection stays open.
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> disconnect() {
		return disconnect(false);
	}

	/**
	 * Make the socket leave the namespace.
	 * @param close whether to close its connection too
	 * @return completes when the operation has left this process
	 */
	Mono<Void> disconnect(boolean close);

}
