package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import dev.socketio.adapter.AckReceiver;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Broadcasts whose acknowledgements come from other servers. They are removed after
 * their timeout. Safe for use by several threads.
 */
public final class PendingAckRequests {

	private final Map<String, Request> requests = new ConcurrentHashMap<>();

	/**
	 * Start passing on acknowledgements.
	 * @param id the id of the request
	 * @param timeout how long
	 * @param clientCount takes the number of clients, once for each server
	 * @param ack takes each acknowledgement
	 */
	public void start(String id, Duration timeout, IntConsumer clientCount, Consumer<Arguments> ack) {
		this.requests.put(id, new Request(ConcurrentHashMap.newKeySet(), new AckReceiver(clientCount, ack)));
		Schedulers.parallel().schedule(() -> this.requests.remove(id), timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Take the number of clients of a server; a second one is ignored.
	 * @param id the request
	 * @param server the server, {@code null} if it did not say
	 * @param count the number of clients
	 */
	public void clientCount(String id, @Nullable String server, int count) {
		Request request = this.requests.get(id);
		if (request != null && (server == null || request.servers.add(server))) {
			request.receiver.clientCount(count);
		}
	}

	/**
	 * Take an acknowledgement.
	 * @param id the request
	 * @param answer the answer of a client
	 */
	public void acknowledged(String id, Arguments answer) {
		Request request = this.requests.get(id);
		if (request != null) {
			request.receiver.acknowledged(answer);
		}
	}

	/**
	 * Stop passing on acknowledgements.
	 * @param id the request
	 */
	public void end(String id) {
		this.requests.remove(id);
	}

	/**
	 * Return whether a broadcast waits for acknowledgements.
	 * @param id the request
	 * @return {@code true} if there is such a request
	 */
	public boolean contains(String id) {
		return this.requests.containsKey(id);
	}

	private record Request(Set<String> servers, AckReceiver receiver) {

	}

}
