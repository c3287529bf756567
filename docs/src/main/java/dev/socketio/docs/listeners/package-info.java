/**
 * Snippets of the chapter on listeners.
 */
@NullMarked
package dev.socketio.docs.listeners;

import org.jspecify.annotations.NullMarked;
