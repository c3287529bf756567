package dev.socketio.engine.session;

import org.jspecify.annotations.Nullable;

/**
 * Revision 4 heartbeat: the server pings, the client has to answer in time. One timer
 * runs at any moment. Used by the owner of the session only.
 */
final class ServerHeartbeat implements Heartbeat {

	private final EngineSession session;

	private @Nullable SessionTimer timer;

	private boolean awaitingPong;

	private boolean extended;

	ServerHeartbeat(EngineSession session) {
		this.session = session;
	}

	@Override
	public void start() {
		this.awaitingPong = false;
		schedule(this.session.context().options().pingInterval().toNanos());
	}

	@Override
	public void pinged() {
		this.session.end(CloseReason.TRANSPORT_ERROR, "invalid heartbeat direction");
	}

	/** The interval starts anew with each pong, asked for or not. */
	@Override
	public void ponged() {
		stop();
		start();
	}

	/** The first packet other than a pong gives a slow client more time, once. */
	@Override
	public void activity() {
		if (this.awaitingPong && !this.extended) {
			this.extended = true;
			stop();
			schedule(this.session.context().options().pingTimeout().toNanos());
		}
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
	public void resumed() {
		if (this.awaitingPong && this.timer != null) {
			stop();
			schedule(this.session.context().options().pingTimeout().toNanos());
		}
	}

	private void schedule(long delay) {
		this.timer = this.session.executor().schedule(this::fire, delay);
	}

	private void fire() {
		if (this.timer == null) {
			return;
		}
		if (!this.awaitingPong) {
			this.awaitingPong = true;
			this.extended = false;
			this.session.sendControl(EnginePacket.PING);
			schedule(this.session.context().options().pingTimeout().toNanos());
		}
		else if (this.session.isReadingPaused()) {
			// The pong may be waiting behind messages that are not read yet. A client
			// that
			// receives nothing for too long would leave.
			if (this.session.isWritable()) {
				this.session.sendControl(EnginePacket.PING);
			}
			schedule(this.session.context().options().pingTimeout().toNanos());
		}
		else {
			this.timer = null;
			this.session.end(CloseReason.PING_TIMEOUT, "no pong in time");
		}
	}

}
