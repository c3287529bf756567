@NullMarked
package dev.socketio.adapter.redis.internal;

import org.jspecify.annotations.NullMarked;
