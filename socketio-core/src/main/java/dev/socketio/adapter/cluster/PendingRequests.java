package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import dev.socketio.adapter.AckReceiver;
import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.internal.Results;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The requests of one adapter that other servers have not answered yet: those that each
 * server answers once, and broadcasts whose clients acknowledge them. A request ends when
 * all servers have answered or left, when its time is up, or when the adapter is closed;
 * nothing is kept longer. Safe for use by several threads; methods do not block.
 *
 * @since 0.1.0
 */
public final class PendingRequests {

	private final Supplier<Mono<Integer>> serverCount;

	private final Supplier<@Nullable Map<String, Long>> members;

	private final Map<String, PendingRequest<?>> requests = new ConcurrentHashMap<>();

	private final Map<String, AckRequest> ackRequests = new ConcurrentHashMap<>();

	private volatile @Nullable Throwable closed;

	/**
	 * Create an instance without requests.
	 * @param serverCount counts the servers, this one included
	 * @param members returns the other servers and when each came, in the sense of
	 * {@link System#nanoTime()}; {@code null} if only their number is known
	 */
	PendingRequests(Supplier<Mono<Integer>> serverCount, Supplier<@Nullable Map<String, Long>> members) {
		this.serverCount = serverCount;
		this.members = members;
	}

	/**
	 * Ask all other servers.
	 * @param <T> the type of the answers
	 * @param answerType the type of the answers
	 * @param timeout how long to wait, first for the number of servers, then for their
	 * answers
	 * @param send publishes the request with the given id
	 * @return asks when it is subscribed to; one answer from each other server, an empty
	 * list without other servers. Fails with a {@link RequestTimeoutException} when the
	 * time is up, and with the error of {@code send}
	 */
	public <T> Mono<List<T>> request(Class<T> answerType, Duration timeout, Function<String, Mono<Void>> send) {
		return Mono.defer(() -> otherServers(timeout)).flatMap((count) -> {
			if (count == 0) {
				return Mono.just(List.of());
			}
			String id = ServerId.random();
			PendingRequest<T> request = start(id, answerType, count, timeout);
			if (this.requests.containsKey(id)) {
				send(id, send);
			}
			return Results.of(request.answers());
		});
	}

	private Mono<Integer> otherServers(Duration timeout) {
		return this.serverCount.get()
			.timeout(timeout, Mono.error(() -> RequestTimeoutException.ofServerCount(timeout)))
			.map((count) -> Math.max(0, count - 1));
	}

	/**
	 * The request is registered before the members are looked up, so that a server that
	 * leaves at the same time is either not among them, or not waited for.
	 */
	private <T> PendingRequest<T> start(String id, Class<T> answerType, int count, Duration timeout) {
		boolean byMember = this.members.get() != null;
		PendingRequest<T> request = new PendingRequest<>(answerType, count, byMember);
		this.requests.put(id, request);
		Throwable failure = this.closed;
		if (failure != null) {
			fail(id, failure);
		}
		else if (byMember && request.expect(this.members)) {
			this.requests.remove(id);
		}
		else {
			request.timer(Schedulers.parallel().schedule(() -> {
				this.requests.remove(id);
				request.timeOut();
			}, timeout.toNanos(), TimeUnit.NANOSECONDS));
		}
		return request;
	}

	/** A message that cannot be written must not be waited for. */
	private void send(String id, Function<String, Mono<Void>> send) {
		try {
			send.apply(id).subscribe((sent) -> {
			}, (error) -> fail(id, error));
		}
		catch (Throwable ex) {
			fail(id, ex);
		}
	}

	/**
	 * Take the answer of a server. Ignores answers to unknown requests, answers of
	 * another type than expected, and further answers of the same server.
	 * @param id the request
	 * @param server the server that answers, {@code null} if the message does not tell
	 * @param answer the answer
	 */
	public void answer(String id, @Nullable String server, Object answer) {
		PendingRequest<?> request = this.requests.get(id);
		if (request != null && request.add(server, answer)) {
			this.requests.remove(id);
		}
	}

	/**
	 * Return whether a request waits for answers of a type, for transports whose answers
	 * do not tell their type.
	 * @param id the request
	 * @param answerType the type
	 * @return {@code false} for unknown requests, too
	 */
	public boolean expects(String id, Class<?> answerType) {
		PendingRequest<?> request = this.requests.get(id);
		return request != null && request.answerType() == answerType;
	}

	/**
	 * Send a broadcast to other servers and pass on the acknowledgements of their
	 * clients.
	 * @param timeout how long to wait for acknowledgements
	 * @param clientCount takes the number of clients, once for each server
	 * @param ack takes each acknowledgement
	 * @param send publishes the broadcast with the given request id; nothing is waited
	 * for if it throws
	 */
	void broadcast(Duration timeout, IntConsumer clientCount, Consumer<Arguments> ack, Consumer<String> send) {
		String id = ServerId.random();
		this.ackRequests.put(id, new AckRequest(ConcurrentHashMap.newKeySet(), new AckReceiver(clientCount, ack)));
		try {
			send.accept(id);
		}
		catch (Throwable ex) {
			this.ackRequests.remove(id);
			throw ex;
		}
		Schedulers.parallel().schedule(() -> this.ackRequests.remove(id), timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Take the number of clients that a server has sent a broadcast to; a second one is
	 * ignored.
	 * @param id the request
	 * @param server the server, {@code null} if the message does not tell
	 * @param count the number of clients
	 */
	void clientCount(String id, @Nullable String server, int count) {
		AckRequest request = this.ackRequests.get(id);
		if (request != null && (server == null || request.servers.add(server))) {
			request.receiver.clientCount(count);
		}
	}

	/**
	 * Take the acknowledgement of a client.
	 * @param id the request
	 * @param answer the answer of the client
	 */
	void acknowledged(String id, Arguments answer) {
		AckRequest request = this.ackRequests.get(id);
		if (request != null) {
			request.receiver.acknowledged(answer);
		}
	}

	/**
	 * Stop waiting for a server that has left. It must not be among the members any more.
	 * @param server the server
	 * @param since when it came, in the sense of {@link System#nanoTime()}; older
	 * requests do not wait for it
	 */
	void left(String server, long since) {
		this.requests.forEach((id, request) -> {
			if (request.left(server, since)) {
				this.requests.remove(id);
			}
		});
	}

	private void fail(String id, Throwable error) {
		PendingRequest<?> request = this.requests.remove(id);
		if (request != null) {
			request.fail(error);
		}
	}

	/**
	 * End all requests, and those that are made later.
	 * @param error why
	 */
	void close(Throwable error) {
		this.closed = error;
		List.copyOf(this.requests.keySet()).forEach((id) -> fail(id, error));
		this.ackRequests.clear();
	}

	private record AckRequest(Set<String> servers, AckReceiver receiver) {

	}

}
