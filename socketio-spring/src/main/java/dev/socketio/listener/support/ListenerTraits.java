package dev.socketio.listener.support;

import dev.socketio.listener.AckMode;
import dev.socketio.listener.Concurrency;
import dev.socketio.listener.ListenerType;

/**
 * How a listener method is called.
 *
 * @param type what the method is called for
 * @param blocking whether a thread of the task executor calls it
 * @param concurrency relation to other events of the socket
 * @param ack whether its outcome is sent
 * @param order position among listeners of the same event
 */
record ListenerTraits(ListenerType type, boolean blocking, Concurrency concurrency, AckMode ack, int order) {

}
