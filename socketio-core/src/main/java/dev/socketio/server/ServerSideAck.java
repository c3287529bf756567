package dev.socketio.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Answers another server, once and with one value.
 */
final class ServerSideAck implements Ack {

	private final Consumer<@Nullable Object> receiver;

	private final AtomicBoolean sent = new AtomicBoolean();

	ServerSideAck(Consumer<@Nullable Object> receiver) {
		this.receiver = receiver;
	}

	@Override
	public boolean isRequested() {
		return true;
	}

	@Override
	public void send(@Nullable Object... args) {
		if (this.sent.compareAndSet(false, true)) {
			this.receiver.accept((args.length > 0) ? args[0] : null);
		}
	}

}
