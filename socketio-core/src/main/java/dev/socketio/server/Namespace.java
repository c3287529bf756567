package dev.socketio.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.socketio.adapter.Adapter;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A namespace: sockets, rooms, middlewares and listeners of their own over the
 * connections that all namespaces share. Methods may be called from any thread.
 *
 * @since 0.1.0
 */
public interface Namespace extends ListenerRegistry<Namespace>, BroadcastTarget {

	/**
	 * Return the name.
	 * @return the name, starting with a slash
	 */
	String name();

	/**
	 * Return the server.
	 * @return the server
	 */
	SocketIOServer server();

	/**
	 * Return the connected sockets of this server.
	 * @return a live view by id, unmodifiable
	 */
	Map<String, Socket> sockets();

	/**
	 * Return the adapter, which keeps the rooms.
	 * @return the adapter
	 */
	Adapter adapter();

	/**
	 * Send an event to the other servers of the cluster.
	 * @param event the event name
	 * @param args the arguments
	 * @return completes when the event has left this process
	 * @throws IllegalArgumentException if the name is {@code null}, {@code connect},
	 * {@code connection} or {@code new_namespace}
	 */
	Mono<Void> serverSideEmit(String event, @Nullable Object @Nullable ... args);

	/**
	 * Send an event to the other servers of the cluster and collect their answers. The
	 * event is sent when this is called. The wait is limited by the request timeout of
	 * the adapter.
	 * @param event the event name
	 * @param args the arguments
	 * @return one answer from each other server. Fails with
	 * {@link dev.socketio.adapter.RequestTimeoutException}, which has the answers that
	 * arrived, after the request timeout.
	 * @throws IllegalArgumentException if the name is reserved
	 */
	Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object @Nullable ... args);

	/**
	 * Send an event to the other servers of the cluster and collect their answers within
	 * a given time. The event is sent when this is called.
	 * @param timeout how long to wait instead of the request timeout, a positive duration
	 * @param event the event name
	 * @param args the arguments
	 * @return one answer from each other server. Fails with
	 * {@link dev.socketio.adapter.RequestTimeoutException}, which has the answers that
	 * arrived, after the timeout.
	 * @throws IllegalArgumentException if the timeout is not positive, or the name is
	 * reserved
	 */
	Mono<List<Arguments>> serverSideEmitWithAck(Duration timeout, String event, @Nullable Object @Nullable ... args);

	/**
	 * Add a listener for an event that other servers send with {@link #serverSideEmit}.
	 * @param event the event name
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onServerSide(String event, ServerSideListener listener);

	/**
	 * Remove a listener for an event of other servers.
	 * @param event the event name
	 * @param listener the listener that was added
	 * @return this namespace
	 */
	Namespace offServerSide(String event, ServerSideListener listener);

	/**
	 * Remove all listeners for an event of other servers.
	 * @param event the event name
	 * @return this namespace
	 */
	Namespace offServerSide(String event);

}
