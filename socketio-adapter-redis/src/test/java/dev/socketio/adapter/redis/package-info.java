@NullMarked
package dev.socketio.adapter.redis;

import org.jspecify.annotations.NullMarked;
