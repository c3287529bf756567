package dev.socketio.server;

/**
 * A part of a namespace, chosen by rooms, with flags for the events that are sent to it.
 * Immutable, so it can be kept and shared.
 *
 * @since 0.1.0
 */
public interface BroadcastOperator extends BroadcastTarget {

}
