/**
 * Emitting to clients from any part of an application, also from one that serves none.
 */
@NullMarked
package dev.socketio.emitter;

import org.jspecify.annotations.NullMarked;
