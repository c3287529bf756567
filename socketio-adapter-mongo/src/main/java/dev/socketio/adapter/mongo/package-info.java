/**
 * Servers that share a collection of a MongoDB, Java and Node.js ones alike.
 */
@NullMarked
package dev.socketio.adapter.mongo;

import org.jspecify.annotations.NullMarked;
