/**
 * Snippets of the chapter on observability.
 */
@NullMarked
package dev.socketio.docs.observability;

import org.jspecify.annotations.NullMarked;
