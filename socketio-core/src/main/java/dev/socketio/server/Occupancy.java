package dev.socketio.server;

/**
 * The users of a dynamic namespace: clients that are in it, and the application if it has
 * asked for it.
 */
final class Occupancy {

	/** Clients that are in, or about to come in; guarded by the registry's entry. */
	private int clients;

	/** Whether a socket has ever connected. */
	private volatile boolean admitted;

	/** Whether the application has asked for it; changed with the lock of this. */
	private volatile boolean kept;

	/** Whether it has gone; guarded by this. */
	private boolean removed;

	/** Count a client in. */
	void enter() {
		this.clients++;
	}

	/** Count a client out and return whether it was the last one. */
	boolean leave() {
		return --this.clients == 0;
	}

	/** A socket is connected. */
	void admitted() {
		if (!this.admitted) {
			this.admitted = true;
		}
	}

	boolean hasAdmitted() {
		return this.admitted;
	}

	/**
	 * Keep the namespace, because the application asks for it.
	 * @return {@code false} if it has been removed
	 */
	boolean keep() {
		return this.kept || keepUnlessRemoved();
	}

	private synchronized boolean keepUnlessRemoved() {
		this.kept = !this.removed;
		return this.kept;
	}

	/**
	 * Remove the namespace if it is empty. Called with the registry's entry.
	 * @param evenIfKept whether it goes also if the application has asked for it
	 * @return whether it is removed
	 */
	synchronized boolean removeIfEmpty(boolean evenIfKept) {
		this.removed = this.clients == 0 && (evenIfKept || !this.kept);
		return this.removed;
	}

}
