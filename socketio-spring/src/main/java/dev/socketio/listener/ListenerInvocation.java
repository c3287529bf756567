package dev.socketio.listener;

import java.util.Set;

import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One call of a listener.
 *
 * @since 0.1.0
 */
public interface ListenerInvocation {

	/**
	 * Return the socket.
	 * @return the socket
	 */
	Socket socket();

	/**
	 * Return the name of the event.
	 * @return the name the client sent, or {@code connect}, {@code disconnecting},
	 * {@code disconnect}
	 */
	String event();

	/**
	 * Return the arguments that the client sent.
	 * @return the arguments; none if the call is not for an event of a client, and none
	 * when the call has ended
	 */
	Arguments arguments();

	/**
	 * Return the acknowledgement of the event.
	 * @return the acknowledgement; not requested if this listener must not answer
	 */
	Ack ack();

	/**
	 * Return the reason why the socket leaves.
	 * @return the reason, {@code null} while it is connected
	 */
	@Nullable DisconnectReason disconnectReason();

	/**
	 * Return the rooms of a socket that is about to leave.
	 * @return the rooms, none before and when it has left
	 */
	Set<String> rooms();

	/**
	 * Return the failure that an exception handler is called for.
	 * @return the failure, {@code null} for other listeners
	 */
	@Nullable Throwable failure();

}
