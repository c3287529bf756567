@NullMarked
package dev.socketio.adapter.redis.connection;

import org.jspecify.annotations.NullMarked;
