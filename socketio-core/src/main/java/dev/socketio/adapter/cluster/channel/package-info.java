/**
 * The cluster channel: what adapters for message buses have in common, so that a new bus
 * needs a {@link dev.socketio.adapter.cluster.channel.MessageBus} only. A
 * {@link dev.socketio.adapter.cluster.channel.ClusterChannel} belongs to one server and
 * is shared by all its namespaces.
 */
@NullMarked
package dev.socketio.adapter.cluster.channel;

import org.jspecify.annotations.NullMarked;
