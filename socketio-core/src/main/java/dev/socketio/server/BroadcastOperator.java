package dev.socketio.server;

/**
 * A part of a namespace, chosen by rooms, with flags for what is sent to it. Immutable:
 * every method returns a new operator.
 *
 * @since 0.1.0
 */
public interface BroadcastOperator extends BroadcastTarget {

}
