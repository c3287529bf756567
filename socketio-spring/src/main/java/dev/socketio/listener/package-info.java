/**
 * Annotations that turn methods of beans into listeners for the events of Socket.IO
 * clients.
 */
@NullMarked
package dev.socketio.listener;

import org.jspecify.annotations.NullMarked;
