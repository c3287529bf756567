package dev.socketio.autoconfigure;

/**
 * Tells how many listeners there are.
 */
@FunctionalInterface
interface ListenerCount {

	int get();

}
