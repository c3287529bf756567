/**
 * Java and Node.js servers in one cluster.
 */
@NullMarked
package dev.socketio.interop.cluster;

import org.jspecify.annotations.NullMarked;
