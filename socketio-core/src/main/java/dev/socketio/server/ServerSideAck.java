package dev.socketio.server;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.socketio.internal.Varargs;
import org.jspecify.annotations.Nullable;

/**
 * Answers another server, once. One value can travel; none is not the same as
 * {@code null}.
 */
final class ServerSideAck implements Ack {

	private final Consumer<List<@Nullable Object>> receiver;

	private final AtomicBoolean sent = new AtomicBoolean();

	ServerSideAck(Consumer<List<@Nullable Object>> receiver) {
		this.receiver = receiver;
	}

	@Override
	public boolean isRequested() {
		return true;
	}

	@Override
	public void send(@Nullable Object @Nullable ... args) {
		if (this.sent.compareAndSet(false, true)) {
			@Nullable Object[] values = Varargs.of(args);
			this.receiver.accept((values.length > 0) ? Collections.singletonList(values[0]) : List.of());
		}
	}

}
