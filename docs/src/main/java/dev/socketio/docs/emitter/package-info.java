/**
 * Snippets of the chapter on the emitter.
 */
@NullMarked
package dev.socketio.docs.emitter;

import org.jspecify.annotations.NullMarked;
