/**
 * Engine.IO, revision 4, seen from outside: every test works on sockets and runs against
 * any server that provides the mount points of {@link dev.socketio.interop.client.Mount}.
 * Tests of deliberate differences from the Node.js server are tagged
 * {@code stricter-than-node}.
 */
@NullMarked
package dev.socketio.interop.engine;

import org.jspecify.annotations.NullMarked;
