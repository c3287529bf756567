package dev.socketio.listener.support;

import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.internal.Varargs;
import dev.socketio.server.Ack;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement of several listeners none of which returns a value: empty when all
 * have succeeded, or the first failure.
 */
final class JointAck implements Ack {

	private final Ack ack;

	private final AtomicInteger open;

	JointAck(Ack ack, int listeners) {
		this.ack = ack;
		this.open = new AtomicInteger(listeners);
	}

	@Override
	public boolean isRequested() {
		return this.ack.isRequested();
	}

	@Override
	public void send(@Nullable Object @Nullable ... args) {
		if (Varargs.of(args).length > 0 || this.open.decrementAndGet() == 0) {
			this.ack.send(args);
		}
	}

}
