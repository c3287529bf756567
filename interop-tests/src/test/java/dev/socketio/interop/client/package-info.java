/**
 * Small clients that work on bare sockets, so that tests can send what a library would
 * refuse to send and see exactly what a server answers.
 */
@NullMarked
package dev.socketio.interop.client;

import org.jspecify.annotations.NullMarked;
