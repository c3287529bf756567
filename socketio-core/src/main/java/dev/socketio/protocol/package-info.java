/**
 * Socket.IO protocol, revision 5: packets, their arguments and the contract of codecs,
 * which turn packets into Engine.IO messages. Nothing here knows about connections.
 */
@NullMarked
package dev.socketio.protocol;

import org.jspecify.annotations.NullMarked;
