/**
 * Conformance of the Socket.IO protocol, revision 5, checked with a client that writes
 * its packets by hand.
 */
@NullMarked
package dev.socketio.interop.socketio;

import org.jspecify.annotations.NullMarked;
