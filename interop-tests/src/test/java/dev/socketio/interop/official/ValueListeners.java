package dev.socketio.interop.official;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.socketio.listener.AckArgs;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.AckTimeoutException;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Arguments, return values and questions to clients.
 */
class ValueListeners {

	private static final String RECORDED = "recorded";

	@SocketEventListener(event = "greet")
	Greeting greet(Person person) {
		List<String> tags = person.tags().stream().map((tag) -> tag.toUpperCase(Locale.ROOT)).toList();
		return new Greeting("Hello " + person.name(), tags);
	}

	@SocketEventListener(event = "add")
	int add(int first, int second) {
		return first + second;
	}

	@SocketEventListener(event = "several")
	AckArgs several() {
		return AckArgs.of(1, "two", List.of(3));
	}

	@SocketEventListener(event = "later")
	CompletionStage<String> later(String value) {
		return CompletableFuture.supplyAsync(() -> value);
	}

	@SocketEventListener(event = "list")
	List<String> list() {
		return List.of("a", "b");
	}

	@SocketEventListener(event = "reverse")
	byte[] reverse(byte[] data) {
		byte[] reversed = new byte[data.length];
		for (int i = 0; i < data.length; i++) {
			reversed[i] = data[data.length - 1 - i];
		}
		return reversed;
	}

	@SocketEventListener(event = "fail")
	void fail() {
		throw new IllegalStateException("secret detail");
	}

	@SocketEventListener(event = "record")
	void record(Socket socket, Object value) {
		recorded(socket).add(value);
	}

	@SocketEventListener(event = "recorded")
	@SuppressWarnings("unchecked")
	List<Object> recorded(Socket socket) {
		return (List<Object>) socket.data().computeIfAbsent(RECORDED, (key) -> new ArrayList<>());
	}

	@SocketEventListener(event = "burst")
	void burst(Socket socket, int count) {
		for (int i = 0; i < count; i++) {
			socket.emit("item", (i % 100 == 0) ? Integer.toString(i).getBytes(StandardCharsets.UTF_8) : i);
		}
	}

	@SocketEventListener(event = "ask-me")
	Mono<AckArgs> ask(Socket socket, int millis, @Nullable Object question) {
		return socket.timeout(Duration.ofMillis(millis))
			.emitWithAck("question", question)
			.map((reply) -> AckArgs.of(reply.toList().toArray()))
			.onErrorReturn(AckTimeoutException.class, AckArgs.of("timeout"));
	}

	@SocketEventListener(event = "ask-room")
	Mono<AckArgs> askRoom(Namespace namespace, String room, int millis, @Nullable Object question) {
		return namespace.in(room)
			.timeout(Duration.ofMillis(millis))
			.emitWithAck("question", question)
			.map((responses) -> AckArgs.of(false, values(responses)))
			.onErrorResume(AckTimeoutException.class,
					(timeout) -> Mono.just(AckArgs.of(true, values(timeout.responses()))));
	}

	private static List<@Nullable Object> values(List<Arguments> responses) {
		List<@Nullable Object> values = new ArrayList<>();
		responses.forEach((response) -> values.add(response.get(0)));
		return values;
	}

	@SocketEventListener(event = "close-transport")
	void closeTransport(Socket socket) {
		socket.connection().close();
	}

	@SocketEventListener(event = "disconnect-me")
	void disconnect(Socket socket, boolean close) {
		socket.disconnect(close);
	}

	record Person(String name, List<String> tags) {

	}

	record Greeting(String text, List<String> tags) {

	}

}
