package dev.socketio.listener.support;

import dev.socketio.listener.AckMode;
import dev.socketio.listener.Concurrency;
import dev.socketio.listener.ListenerType;

/**
 * The properties of a listener method that decide how it is called.
 *
 * @param type the type of the listener
 * @param blocking whether it is called on a thread of the task executor
 * @param concurrency relation to other events of the socket
 * @param ack whether its outcome acknowledges the event
 * @param order position among listeners of the same event
 */
record ListenerTraits(ListenerType type, boolean blocking, Concurrency concurrency, AckMode ack, int order) {

}
