package dev.socketio.engine.session;

/**
 * The listener of a session that has none, or none any more.
 */
enum NoListener implements SessionListener {

	INSTANCE;

	@Override
	public void onText(byte[] buffer, int offset, int length) {
	}

	@Override
	public void onBinary(byte[] data) {
	}

	@Override
	public void onClose(CloseReason reason) {
	}

}
