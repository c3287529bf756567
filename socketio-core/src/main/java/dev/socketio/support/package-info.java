/**
 * Calls into the code of an application, and texts that a client has chosen. Every other
 * package may use it; it depends on none of them.
 */
@NullMarked
package dev.socketio.support;

import org.jspecify.annotations.NullMarked;
