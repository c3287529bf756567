package dev.socketio.sample;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.fail;

/**
 * A user of the chat with the official Java client, which does what the page does.
 */
final class ChatUser implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String[] EVENTS = { Socket.EVENT_DISCONNECT, Socket.EVENT_CONNECT_ERROR, "welcome", "message",
			"picture", "delivered", "presence", "rooms", "typing", "announcement" };

	private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	private final Socket socket;

	ChatUser(int port, String nick) {
		this(port, nick, newId());
	}

	ChatUser(int port, String nick, String tab) {
		IO.Options options = IO.Options.builder()
			.setForceNew(true)
			.setReconnection(false)
			.setAuth(Map.of("nick", nick, "tab", tab))
			.build();
		this.socket = IO.socket(URI.create("http://localhost:" + port + "/chat"), options);
		for (String event : EVENTS) {
			this.socket.on(event, (args) -> receive(event, args));
		}
		this.socket.connect();
	}

	static String newId() {
		return UUID.randomUUID().toString().replace("-", "");
	}

	private void receive(String event, Object[] args) {
		if (args.length > 0 && args[args.length - 1] instanceof Ack ack) {
			ack.call();
		}
		this.events.add(new Event(event, Arrays.asList(args)));
	}

	/** Waits for an event, skipping others. */
	Event await(String event) {
		return await(event, (candidate) -> true);
	}

	Event await(String event, Predicate<Event> condition) {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		try {
			while (true) {
				Event next = this.events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (next == null) {
					return fail("No '%s' event", event);
				}
				if (next.name().equals(event) && condition.test(next)) {
					return next;
				}
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Looks for an event among those that have arrived, skipping others. */
	Optional<Event> next(String event) {
		Event next = this.events.poll();
		while (next != null && !next.name().equals(event)) {
			next = this.events.poll();
		}
		return Optional.ofNullable(next);
	}

	/** Sends an event and waits for the acknowledgement. */
	Event ask(String event, Object... args) {
		CompletableFuture<Event> answer = new CompletableFuture<>();
		this.socket.emit(event, args, (values) -> answer.complete(new Event("ack", Arrays.asList(values))));
		return answer.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	void tell(String event, Object... args) {
		this.socket.emit(event, args);
	}

	@Override
	public void close() {
		this.socket.close();
	}

	record Event(String name, List<Object> args) {

		/** Returns the first argument, which has to be JSON. */
		JsonNode json() {
			return JSON.readTree(this.args.get(0).toString());
		}

		byte[] binary(int index) {
			return (byte[]) this.args.get(index);
		}

		String error() {
			return json().path("error").path("message").asString();
		}

	}

}
