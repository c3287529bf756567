package dev.socketio.engine.session;

import org.jspecify.annotations.Nullable;

/**
 * Revision 3 heartbeat: the client pings, the server answers. Used by the owner of the
 * session only.
 */
final class ClientHeartbeat implements Heartbeat {

	private final EngineSession session;

	private @Nullable SessionTimer timer;

	ClientHeartbeat(EngineSession session) {
		this.session = session;
	}

	@Override
	public void start() {
		long timeout = this.session.context()
			.options()
			.pingInterval()
			.plus(this.session.context().options().pingTimeout())
			.toNanos();
		this.timer = this.session.executor().schedule(this::fire, timeout);
	}

	@Override
	public void stop() {
		SessionTimer running = this.timer;
		if (running != null) {
			this.timer = null;
			running.cancel();
		}
	}

	@Override
	public void pinged() {
		this.session.sendControl(EnginePacket.PONG);
		stop();
		start();
	}

	@Override
	public void ponged() {
		this.session.end(CloseReason.TRANSPORT_ERROR, "invalid heartbeat direction");
	}

	@Override
	public void activity() {
	}

	@Override
	public void resumed() {
		if (this.timer != null) {
			stop();
			start();
		}
	}

	private void fire() {
		if (this.timer == null) {
			return;
		}
		if (this.session.isReadingPaused()) {
			// the ping may be waiting behind messages that are not read yet
			start();
		}
		else {
			this.timer = null;
			this.session.end(CloseReason.PING_TIMEOUT, "no pong in time");
		}
	}

}
