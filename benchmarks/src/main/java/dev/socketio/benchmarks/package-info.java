/**
 * The server under load.
 */
@NullMarked
package dev.socketio.benchmarks;

import org.jspecify.annotations.NullMarked;
