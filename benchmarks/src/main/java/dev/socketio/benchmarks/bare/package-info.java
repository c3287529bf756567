/**
 * The same events on nothing but Netty: what the machine and the JVM allow when no
 * framework and no library is in the way. It keeps to what the load generator needs and
 * is no server to build on.
 */
@NullMarked
package dev.socketio.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
