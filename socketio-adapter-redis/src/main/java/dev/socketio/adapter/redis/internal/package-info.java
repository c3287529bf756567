/**
 * Connections to a single Redis or to a Redis Cluster, over Lettuce: publications,
 * subscriptions, and the nodes that they go to. Knows nothing of Socket.IO. Only for the
 * adapters of the package above.
 */
@NullMarked
package dev.socketio.adapter.redis.internal;

import org.jspecify.annotations.NullMarked;
