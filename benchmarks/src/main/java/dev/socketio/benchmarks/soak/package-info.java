/**
 * A server that random clients use for a long time, and that has to be as empty
 * afterwards as it was before.
 */
@NullMarked
package dev.socketio.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
