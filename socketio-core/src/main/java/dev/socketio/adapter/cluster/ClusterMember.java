package dev.socketio.adapter.cluster;

import java.time.Duration;

import dev.socketio.adapter.Adapter;
import reactor.core.publisher.Flux;

/**
 * An adapter that exchanges messages with other servers.
 *
 * @since 0.1.0
 */
public interface ClusterMember extends Adapter {

	/**
	 * Return what identifies this server in the messages of this namespace.
	 * @return the id
	 */
	String uid();

	/**
	 * Return how long other servers have to answer when the caller does not say.
	 * @return the timeout
	 */
	Duration requestTimeout();

	/**
	 * Return the failures of the communication with other servers from now on.
	 * @return errors of all namespaces of this server
	 */
	Flux<Throwable> errors();

}
