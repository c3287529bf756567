package dev.socketio.listener;

import java.util.Set;

import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is being called for.
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
	 * Return what the client sent.
	 * @return the arguments, none if this is not for an event of a client, and none when
	 * the listener is done
	 */
	Arguments arguments();

	/**
	 * Return what answers the client.
	 * @return the acknowledgement; not requested if this listener must not answer
	 */
	Ack ack();

	/**
	 * Return why the socket left.
	 * @return the reason, {@code null} before
	 */
	@Nullable DisconnectReason disconnectReason();

	/**
	 * Return the rooms of a socket that is about to leave.
	 * @return the rooms, none before and when it has left
	 */
	Set<String> rooms();

	/**
	 * Return what an exception handler is being called for.
	 * @return the failure, {@code null} for other listeners
	 */
	@Nullable Throwable failure();

}
