package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a server asks all others, and waits for the answers of. Safe for use by several
 * threads.
 */
final class ServerRequests {

	private final Supplier<Mono<Integer>> count;

	private final Supplier<@Nullable Map<String, Long>> members;

	private final Function<ClusterMessage, Publication> transport;

	private final PendingRequests<List<SocketDescription>> fetches = new PendingRequests<>();

	private final PendingRequests<Arguments> events = new PendingRequests<>();

	/**
	 * Make requests possible.
	 * @param count how many servers there are, this one included
	 * @param members the other servers and when each came, if that is known
	 * @param transport publishes a message to them
	 */
	ServerRequests(Supplier<Mono<Integer>> count, Supplier<@Nullable Map<String, Long>> members,
			Function<ClusterMessage, Publication> transport) {
		this.count = count;
		this.members = members;
		this.transport = transport;
	}

	/** Ask for sockets. */
	Mono<List<List<SocketDescription>>> fetch(Duration timeout, Function<String, ClusterMessage> message) {
		return ask(this.fetches, timeout, message, (answers, expected) -> timedOut(answers, expected, List.of()));
	}

	/** Ask listeners of an event. */
	Mono<List<Arguments>> event(Duration timeout, Function<String, ClusterMessage> message) {
		return ask(this.events, timeout, message, (answers, expected) -> timedOut(answers, expected, answers));
	}

	/** In the words of the Node.js server. */
	private static Throwable timedOut(List<?> answers, int expected, List<Arguments> arguments) {
		return new RequestTimeoutException(
				"timeout reached: only " + answers.size() + " responses received out of " + expected, arguments);
	}

	private <T> Mono<List<T>> ask(PendingRequests<T> pending, Duration timeout,
			Function<String, ClusterMessage> message, BiFunction<List<T>, Integer, Throwable> failure) {
		return otherServers(timeout).flatMap((count) -> {
			if (count == 0) {
				return Mono.just(List.of());
			}
			String id = ServerId.random();
			Mono<List<T>> answers = (this.members.get() != null) ? pending.start(id, this::members, timeout, failure)
					: pending.start(id, count, timeout, failure);
			if (pending.contains(id)) {
				publish(pending, id, message);
			}
			return answers;
		});
	}

	private Map<String, Long> members() {
		return Objects.requireNonNullElse(this.members.get(), Map.of());
	}

	/** The arguments of an event, behind its name. */
	static List<@Nullable Object> packet(String event, List<? extends @Nullable Object> args) {
		ArgumentChecks.notNull(event, "event");
		ArgumentChecks.notNull(args, "args");
		List<@Nullable Object> packet = new ArrayList<>(args.size() + 1);
		packet.add(event);
		packet.addAll(args);
		return packet;
	}

	/** What cannot be written must not be waited for, whatever is thrown. */
	private void publish(PendingRequests<?> pending, String id, Function<String, ClusterMessage> message) {
		try {
			this.transport.apply(message.apply(id)).sent().subscribe((sent) -> {
			}, (error) -> pending.fail(id, error));
		}
		catch (Throwable ex) {
			pending.fail(id, ex);
		}
	}

	/**
	 * The number of servers that have to answer. It fails when the time is up.
	 */
	private Mono<Integer> otherServers(Duration timeout) {
		return this.count.get()
			.timeout(timeout, Mono.error(() -> RequestTimeoutException.ofServerCount(timeout)))
			.map((count) -> Math.max(0, count - 1));
	}

	void answered(String id, String server, List<SocketDescription> sockets) {
		this.fetches.answer(id, server, sockets);
	}

	void answered(String id, String server, Arguments answer) {
		this.events.answer(id, server, answer);
	}

	void left(String server, long since) {
		this.fetches.left(server, since);
		this.events.left(server, since);
	}

	void failAll(Throwable error) {
		this.fetches.failAll(error);
		this.events.failAll(error);
	}

}
