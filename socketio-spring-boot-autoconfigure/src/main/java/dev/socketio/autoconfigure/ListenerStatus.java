package dev.socketio.autoconfigure;

import dev.socketio.listener.support.SocketListenerRegistrar;
import reactor.core.publisher.Mono;

/**
 * The number of listeners and the end of disconnect listeners, for the lifecycle of the
 * server.
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
