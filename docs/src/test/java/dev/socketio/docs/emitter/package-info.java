@NullMarked
package dev.socketio.docs.emitter;

import org.jspecify.annotations.NullMarked;
