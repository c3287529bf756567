/**
 * Metrics and an actuator endpoint for Socket.IO.
 */
@NullMarked
package dev.socketio.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
