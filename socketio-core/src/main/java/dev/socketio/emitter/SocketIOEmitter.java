package dev.socketio.emitter;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits to the clients of all servers in the cluster. Works in any process, whether it
 * serves clients or not.
 *
 * @since 0.1.0
 */
public interface SocketIOEmitter extends BroadcastOperations<SocketIOEmitter> {

	/**
	 * Emit into another namespace.
	 * @param namespace the name; a leading slash is added if it is missing
	 * @return an emitter without rooms or flags
	 * @throws IllegalArgumentException if the name is {@code null}
	 */
	SocketIOEmitter of(String namespace);

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
