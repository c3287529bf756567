package dev.socketio.engine.session;

/**
 * Takes what a client sends that was one too many.
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
