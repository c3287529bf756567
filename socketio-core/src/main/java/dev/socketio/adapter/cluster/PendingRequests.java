package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.socketio.internal.Results;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Requests to other servers of which each is to answer once. A request ends when all have
 * answered or when its time is up; nothing is kept longer. Safe for use by several
 * threads.
 *
 * @param <T> the type of the answers
 */
public final class PendingRequests<T> {

	private final Map<String, Request<T>> requests = new ConcurrentHashMap<>();

	/**
	 * Start to wait for answers.
	 * @param id identifies the request
	 * @param expected the number of answers, at least 1
	 * @param timeout how long to wait
	 * @param failure makes the error from the answers and the expected number
	 * @return the answers; fails with the error when the time is up
	 */
	public Mono<List<T>> start(String id, int expected, Duration timeout,
			BiFunction<List<T>, Integer, Throwable> failure) {
		Request<T> request = new Request<>(expected, null);
		this.requests.put(id, request);
		limit(id, request, expected, timeout, failure);
		return Results.of(request.result.asMono());
	}

	/**
	 * Start to wait for the answers of servers that are known. The request is there
	 * before the servers are looked up, so that one that leaves at the same time is
	 * either not among them, or not waited for: it has to be taken from the servers
	 * before {@link #left} is called.
	 * @param id identifies the request
	 * @param servers returns the ids of the servers that are to answer, and when each
	 * came, in the sense of {@link System#nanoTime()}
	 * @param timeout how long to wait
	 * @param failure makes the error from the answers and the number of servers
	 * @return the answers, also those of other servers that come in time; nothing is
	 * waited for without servers
	 */
	public Mono<List<T>> start(String id, Supplier<Map<String, Long>> servers, Duration timeout,
			BiFunction<List<T>, Integer, Throwable> failure) {
		Request<T> request = new Request<>(0, new HashMap<>());
		this.requests.put(id, request);
		int expected = request.expect(servers);
		if (expected == 0) {
			this.requests.remove(id);
		}
		else {
			limit(id, request, expected, timeout, failure);
		}
		return Results.of(request.result.asMono());
	}

	private void limit(String id, Request<T> request, int expected, Duration timeout,
			BiFunction<List<T>, Integer, Throwable> failure) {
		request.timer(Schedulers.parallel().schedule(() -> {
			this.requests.remove(id);
			request.fail((answers) -> failure.apply(answers, expected));
		}, timeout.toNanos(), TimeUnit.NANOSECONDS));
	}

	/**
	 * Take an answer. Those that nobody waits for are ignored, as is the second one of a
	 * server.
	 * @param id the request
	 * @param server the server that answers, {@code null} if it did not say
	 * @param answer the answer
	 * @return whether there is such a request
	 */
	public boolean answer(String id, @Nullable String server, T answer) {
		Request<T> request = this.requests.get(id);
		if (request != null && request.add(server, answer)) {
			this.requests.remove(id);
		}
		return request != null;
	}

	/**
	 * Stop waiting for a server that is gone.
	 * @param server the server
	 * @param since when it came, in the sense of {@link System#nanoTime()}; older
	 * requests do not wait for it
	 */
	public void left(String server, long since) {
		this.requests.forEach((id, request) -> {
			if (request.left(server, since)) {
				this.requests.remove(id);
			}
		});
	}

	/**
	 * Return whether answers are waited for.
	 * @param id the request
	 * @return {@code true} if there is such a request
	 */
	public boolean contains(String id) {
		return this.requests.containsKey(id);
	}

	/**
	 * End a request.
	 * @param id the request
	 * @param error why
	 */
	public void fail(String id, Throwable error) {
		Request<T> request = this.requests.remove(id);
		if (request != null) {
			request.fail((answers) -> error);
		}
	}

	/**
	 * End all requests.
	 * @param error why
	 */
	public void failAll(Throwable error) {
		List.copyOf(this.requests.keySet()).forEach((id) -> fail(id, error));
	}

	private static final class Request<T> {

		private final Sinks.One<List<T>> result = Sinks.one();

		private final long started = System.nanoTime();

		private int expected;

		/** Those that are to answer, if they are known. */
		private final @Nullable Map<String, Long> missing;

		private final List<T> answers = new ArrayList<>();

		private final Set<String> servers = new HashSet<>();

		private @Nullable Disposable timer;

		private boolean done;

		Request(int expected, @Nullable Map<String, Long> missing) {
			this.expected = expected;
			this.missing = missing;
		}

		/** Who leaves meanwhile waits until it is known who is expected. */
		int expect(Supplier<Map<String, Long>> members) {
			int count;
			synchronized (this) {
				Map<String, Long> present = members.get();
				if (this.missing != null) {
					this.missing.putAll(present);
				}
				count = present.size();
				if (count > 0) {
					return count;
				}
				end();
			}
			this.result.tryEmitValue(List.of());
			return count;
		}

		synchronized void timer(Disposable scheduled) {
			this.timer = scheduled;
			if (this.done) {
				scheduled.dispose();
			}
		}

		boolean add(@Nullable String server, T answer) {
			synchronized (this) {
				if (this.done || server != null && !this.servers.add(server)) {
					return false;
				}
				this.answers.add(answer);
				if (this.missing != null && server != null) {
					this.missing.remove(server);
				}
				if (isIncomplete()) {
					return false;
				}
				end();
			}
			this.result.tryEmitValue(List.copyOf(this.answers));
			return true;
		}

		boolean left(String server, long since) {
			synchronized (this) {
				if (this.done || !waitsFor(server, since) || isIncomplete()) {
					return false;
				}
				end();
			}
			this.result.tryEmitValue(List.copyOf(this.answers));
			return true;
		}

		/** Returns whether one answer less is expected now. */
		private boolean waitsFor(String server, long since) {
			if (this.missing != null) {
				return this.missing.remove(server, since);
			}
			if (this.started - since < 0 || this.servers.contains(server)) {
				return false;
			}
			this.expected--;
			return true;
		}

		private boolean isIncomplete() {
			return (this.missing != null) ? !this.missing.isEmpty() : this.answers.size() < this.expected;
		}

		void fail(Function<List<T>, Throwable> failure) {
			List<T> partial;
			synchronized (this) {
				if (this.done) {
					return;
				}
				end();
				partial = List.copyOf(this.answers);
			}
			this.result.tryEmitError(failure.apply(partial));
		}

		private void end() {
			this.done = true;
			if (this.timer != null) {
				this.timer.dispose();
			}
		}

	}

}
