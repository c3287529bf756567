package dev.socketio.engine.session;

/**
 * Takes the messages of a client, on the loop that owns the session. They are handled at
 * once, or behind tasks that other threads have submitted for the session before: so a
 * client never gets an answer ahead of messages that were sent to it before it asked.
 */
final class SessionInbound implements WebSocketInbound {

	private final EngineSession session;

	SessionInbound(EngineSession session) {
		this.session = session;
	}

	@Override
	public void partial(int size) {
		executor().execute(() -> this.session.pendingInput().partialMessage(size));
	}

	@Override
	public void text(byte[] utf8) {
		// without a task, and a lambda, in the ordinary case
		if (executor().isBehind()) {
			receiveLater(utf8.length, () -> this.session.receiver().text(utf8, 0, utf8.length));
		}
		else {
			this.session.receiver().text(utf8, 0, utf8.length);
		}
	}

	@Override
	public void binary(byte[] data) {
		if (executor().isBehind()) {
			receiveLater(data.length, () -> this.session.receiver().frame(data));
		}
		else {
			this.session.receiver().frame(data);
		}
	}

	/**
	 * A write or a flush may find that the connection is lost. A session must not end
	 * within it, so this always is a task of its own.
	 */
	@Override
	public void closed(boolean error) {
		executor().receiveLater(() -> closedNow(error));
	}

	void closedNow(boolean error) {
		this.session.end(error ? CloseReason.TRANSPORT_ERROR : CloseReason.TRANSPORT_CLOSE, "websocket closed");
	}

	/** The body of an upload is complete. Called on any thread. */
	void uploaded(Runnable reception) {
		if (executor().isDirect() && executor().isBehind()) {
			executor().receiveLater(reception);
		}
		else {
			executor().execute(reception);
		}
	}

	/** One read may hold many messages, and they all wait. */
	private void receiveLater(int size, Runnable reception) {
		PendingInput pending = this.session.pendingInput();
		pending.add(size);
		executor().receiveLater(() -> {
			pending.remove(size);
			reception.run();
		});
	}

	private SessionExecutor executor() {
		return this.session.executor();
	}

}
