/**
 * Auto-configuration of adapters and emitters that use Redis.
 */
@NullMarked
package dev.socketio.autoconfigure.redis;

import org.jspecify.annotations.NullMarked;
