/**
 * The Socket.IO server: namespaces, sockets, rooms and broadcasts. Names are those of the
 * Node.js API in Java spelling.
 */
@NullMarked
package dev.socketio.server;

import org.jspecify.annotations.NullMarked;
