/**
 * Connections to a single Redis or to a Redis Cluster, over Lettuce: publications,
 * subscriptions, and the nodes that they go to. Knows nothing of Socket.IO. For the
 * adapters of the package above; not part of the public API.
 */
@NullMarked
package dev.socketio.adapter.redis.connection;

import org.jspecify.annotations.NullMarked;
