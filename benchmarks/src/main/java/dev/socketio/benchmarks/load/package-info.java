/**
 * The load generator. It speaks the protocol by hand, so that it depends on no Socket.IO
 * library and serves to measure any server.
 */
@NullMarked
package dev.socketio.benchmarks.load;

import org.jspecify.annotations.NullMarked;
