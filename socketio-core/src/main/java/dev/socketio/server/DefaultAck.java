package dev.socketio.server;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.internal.Varargs;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Answers an event, at most once.
 */
final class DefaultAck implements Ack {

	/** For events without an acknowledgement. */
	static final Ack NOT_REQUESTED = new Ack() {

		@Override
		public boolean isRequested() {
			return false;
		}

		@Override
		public void send(@Nullable Object @Nullable ... args) {
		}

	};

	private static final AtomicIntegerFieldUpdater<DefaultAck> SENT = AtomicIntegerFieldUpdater
		.newUpdater(DefaultAck.class, "sent");

	private final DefaultSocket socket;

	private final long id;

	private volatile int sent;

	DefaultAck(DefaultSocket socket, long id) {
		this.socket = socket;
		this.id = id;
	}

	@Override
	public boolean isRequested() {
		return true;
	}

	@Override
	public void send(@Nullable Object @Nullable ... args) {
		if (this.sent != 0) {
			return;
		}
		// encoded first: a value that cannot be written leaves the answer open
		Packet packet = Packet.ack(this.socket.namespace().name(), this.id, Varargs.of(args));
		OutgoingPacket outgoing = OutgoingPacket.of(this.socket.codec(), packet, BroadcastFlags.NONE);
		if (SENT.compareAndSet(this, 0, 1)) {
			this.socket.output().transmit(outgoing);
		}
	}

}
