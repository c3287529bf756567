/**
 * The official clients, in JavaScript and in Java, against this server.
 */
@NullMarked
package dev.socketio.interop.official;

import org.jspecify.annotations.NullMarked;
