package dev.socketio.engine.session;

/**
 * Ignores the messages of a client that got no session because of a limit.
 */
final class NoSession implements WebSocketInbound {

	@Override
	public void text(byte[] utf8) {
	}

	@Override
	public void binary(byte[] data) {
	}

	@Override
	public void partial(int size) {
	}

	@Override
	public void closed(boolean error) {
	}

}
