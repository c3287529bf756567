/**
 * Auto-configuration for Socket.IO.
 */
@NullMarked
package dev.socketio.autoconfigure;

import org.jspecify.annotations.NullMarked;
