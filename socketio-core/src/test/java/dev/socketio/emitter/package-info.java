@NullMarked
package dev.socketio.emitter;

import org.jspecify.annotations.NullMarked;
