package dev.socketio.autoconfigure;

import dev.socketio.listener.support.SocketListenerRegistrar;
import reactor.core.publisher.Mono;

/**
 * What the life cycle of the server needs to know of the listeners.
 *
 * @param registrar the listeners
 */
record ListenerStatus(SocketListenerRegistrar registrar) {

	int count() {
		return this.registrar.listeners().size();
	}

	Mono<Void> drained() {
		return this.registrar.drained();
	}

	long droppedEvents() {
		return this.registrar.droppedEvents();
	}

}
