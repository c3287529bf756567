package dev.socketio.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * The acknowledgements of one broadcast by sockets of this server. Waits until all of
 * them have answered or left, or the time is up.
 */
final class LocalBroadcastAcks implements Delivery.Step, AckWaiter {

	private final long id;

	private final List<DefaultSocket> sockets;

	private final Consumer<Arguments> ack;

	private final AtomicInteger open;

	private volatile @Nullable Disposable timer;

	LocalBroadcastAcks(long id, List<DefaultSocket> sockets, Consumer<Arguments> ack) {
		this.id = id;
		this.sockets = sockets;
		this.ack = ack;
		this.open = new AtomicInteger(sockets.size());
	}

	@Override
	public void write(DefaultSocket socket, OutgoingPacket outgoing) {
		if (socket.output().expectAck(this.id, this)) {
			socket.output().write(outgoing);
		}
		else {
			settled();
		}
	}

	@Override
	public void acknowledged(Arguments args) {
		settled();
		ApplicationCode.run(() -> this.ack.accept(FirstArgument.of(args)), FailureLog::acknowledgement);
	}

	@Override
	public void disconnected() {
		settled();
	}

	/**
	 * To be called after the delivery, so that no answer is forgotten before it arrives.
	 */
	void limit(Duration timeout) {
		if (this.open.get() > 0) {
			this.timer = Schedulers.parallel().schedule(this::forget, timeout.toNanos(), TimeUnit.NANOSECONDS);
			cancelIfSettled();
		}
	}

	private void settled() {
		this.open.decrementAndGet();
		cancelIfSettled();
	}

	private void cancelIfSettled() {
		Disposable running = this.timer;
		if (running != null && this.open.get() <= 0) {
			running.dispose();
		}
	}

	private void forget() {
		this.sockets.forEach((socket) -> socket.output().forgetAck(this.id));
	}

}
