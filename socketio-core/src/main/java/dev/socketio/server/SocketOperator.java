package dev.socketio.server;

import java.lang.reflect.Type;
import java.time.Duration;

import dev.socketio.emitter.TypedEvents;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits to one socket. Methods that set a flag return a new operator and do not change
 * this one. Methods may be called from any thread.
 *
 * @since 0.1.0
 */
public interface SocketOperator {

	/**
	 * Send an event. It is sent when this is called; the result need not be subscribed
	 * to. Does nothing if the socket is gone.
	 * @param event the event name
	 * @param args the arguments, of any type the JSON mapper can write; binary ones at
	 * any depth. The elements of an array of objects are arguments of their own, a
	 * collection is one argument, and {@code null} is one argument that is {@code null}.
	 * @return completes when the event has been passed to the connection or to other
	 * servers
	 * @throws IllegalArgumentException if the name is reserved
	 * @throws dev.socketio.protocol.PacketEncodeException if an argument cannot be
	 * written
	 */
	Mono<Void> emit(String event, @Nullable Object @Nullable ... args);

	/**
	 * Send the event {@code message}.
	 * @param args the arguments
	 * @return completes when the event has been passed to the connection or to other
	 * servers
	 */
	default Mono<Void> send(@Nullable Object @Nullable ... args) {
		return emit("message", args);
	}

	/**
	 * Send an event and ask for an acknowledgement. The event is sent when this is
	 * called, whether the result is used or not.
	 * @param event the event name
	 * @param args the arguments
	 * @return the client's answer. Fails with {@link AckTimeoutException} after the
	 * {@link #timeout}, by default after the acknowledgement timeout of the server, and
	 * with {@link SocketDisconnectedException} if the socket disconnects before.
	 * @throws IllegalArgumentException if the name is reserved
	 */
	Mono<Arguments> emitWithAck(String event, @Nullable Object @Nullable ... args);

	/**
	 * Drop the event if the client is not ready to receive at that moment.
	 * @return an operator with the flag
	 */
	SocketOperator asVolatile();

	/**
	 * Choose whether the event may be compressed.
	 * @param compress {@code false} to send it as it is
	 * @return an operator with the flag
	 */
	SocketOperator compress(boolean compress);

	/**
	 * Limit the time to wait for an acknowledgement.
	 * @param timeout a positive duration
	 * @return an operator with the flag
	 */
	SocketOperator timeout(Duration timeout);

	/**
	 * Emit through an interface whose methods are events. A method that returns
	 * {@code Mono<T>} asks for an acknowledgement and reads its first argument as
	 * {@code T}.
	 * @param <T> the interface
	 * @param events the interface, see {@link TypedEvents}
	 * @return an implementation
	 */
	default <T> T as(Class<T> events) {
		return TypedEvents.create(events, new TypedEvents.Target() {

			@Override
			public void emit(String event, @Nullable Object... args) {
				SocketOperator.this.emit(event, args);
			}

			@Override
			public Mono<?> emitWithAck(String event, Type result, @Nullable Object... args) {
				return SocketOperator.this.emitWithAck(event, args)
					.flatMap((answer) -> (result == Void.class) ? Mono.empty()
							: Mono.justOrEmpty(answer.get(0, result)));
			}

		});
	}

}
