/**
 * Adapters and emitters that speak with those of Node.js over Redis.
 */
@NullMarked
package dev.socketio.adapter.redis;

import org.jspecify.annotations.NullMarked;
