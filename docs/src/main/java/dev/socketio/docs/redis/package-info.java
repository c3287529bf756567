/**
 * Snippets of the chapter on Redis.
 */
@NullMarked
package dev.socketio.docs.redis;

import org.jspecify.annotations.NullMarked;
