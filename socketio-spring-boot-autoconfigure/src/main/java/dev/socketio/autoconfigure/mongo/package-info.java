/**
 * Auto-configuration of adapters and emitters that use MongoDB.
 */
@NullMarked
package dev.socketio.autoconfigure.mongo;

import org.jspecify.annotations.NullMarked;
