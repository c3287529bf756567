/**
 * Socket.IO protocol, revision 5: packets and the codecs that turn them into Engine.IO
 * messages. Nothing here knows of connections.
 */
@NullMarked
package dev.socketio.protocol;

import org.jspecify.annotations.NullMarked;
