/**
 * Clients that want the server to run out of memory or to starve others, against a server
 * with a small heap in a process of its own.
 */
@NullMarked
package dev.socketio.interop.attack;

import org.jspecify.annotations.NullMarked;
