package dev.socketio.interop;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.socketio.server.BroadcastTarget;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast that a test asks for. Rooms are names or lists of names.
 *
 * @param from {@code io} or {@code socket}
 * @param to rooms to address
 * @param except rooms to leave out
 * @param isVolatile the volatile flag
 * @param local the local flag
 * @param compress the compress flag
 * @param timeout milliseconds to wait for answers
 * @param event the event to emit
 * @param args its arguments
 * @param rooms rooms to join or leave
 * @param close whether to close connections
 */
record Command(@Nullable String from, @Nullable List<Object> to, @Nullable List<Object> except,
		@JsonProperty("volatile") @Nullable Boolean isVolatile, @Nullable Boolean local, @Nullable Boolean compress,
		@Nullable Long timeout, @Nullable String event, @Nullable List<Object> args, @Nullable Object rooms,
		@Nullable Boolean close) {

	BroadcastTarget target(Socket socket) {
		BroadcastTarget target = "socket".equals(this.from) ? socket.broadcast() : socket.namespace();
		for (Object entry : orEmpty(this.to)) {
			target = target.to(names(entry));
		}
		for (Object entry : orEmpty(this.except)) {
			target = target.except(names(entry));
		}
		if (Boolean.TRUE.equals(this.isVolatile)) {
			target = target.asVolatile();
		}
		if (Boolean.TRUE.equals(this.local)) {
			target = target.local();
		}
		if (this.compress != null) {
			target = target.compress(this.compress);
		}
		return (this.timeout != null) ? target.timeout(Duration.ofMillis(this.timeout)) : target;
	}

	String name() {
		return (this.event != null) ? this.event : "";
	}

	@Nullable Object[] arguments() {
		return orEmpty(this.args).toArray();
	}

	String[] roomNames() {
		return names(this.rooms);
	}

	boolean closes() {
		return Boolean.TRUE.equals(this.close);
	}

	static String[] names(@Nullable Object entry) {
		if (entry instanceof Collection<?> several) {
			return several.stream().map(String::valueOf).toArray(String[]::new);
		}
		return (entry != null) ? new String[] { String.valueOf(entry) } : new String[0];
	}

	private static List<Object> orEmpty(@Nullable List<Object> list) {
		return (list != null) ? list : List.of();
	}

}
