/**
 * Snippets of the chapter on more endpoints than one.
 */
@NullMarked
package dev.socketio.docs.endpoints;

import org.jspecify.annotations.NullMarked;
